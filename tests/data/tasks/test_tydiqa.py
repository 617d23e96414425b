from crosswind.data.catalogue import TASKS


def test_only_english_trains_and_only_the_others_have_the_look_at_their_training_part() -> None:
    task = TASKS.get("tydiqa")
    assert len(task.card.languages) == 9
    for tag in task.card.languages:
        assert bool(task.files(tag, "train")) == (tag == "en")
        assert bool(task.files(tag, "test")) == (tag != "en")


def test_the_release_comes_before_the_preparation_that_takes_answers_out() -> None:
    (item,) = TASKS.get("tydiqa").files("sw", "validation")
    assert item.patterns[0] == "tydiqa/tydiqa-goldp-v1.1-dev/tydiqa-goldp-dev-swahili.json"
    assert item.patterns[-1] == "tydiqa_goldp/tydiqa.goldp.sw.dev.json"


def test_the_file_of_all_languages_is_not_among_the_names() -> None:
    (item,) = TASKS.get("tydiqa").files("en", "train")
    assert all(name.endswith("/tydiqa.goldp.en.train.json") for name in item.patterns)
