"""Every error has five parts, in one order, in one sentence."""

from collections.abc import Collection

import pytest

from crosswind.core.errors import (
    ConfigError,
    CrosswindError,
    DataError,
    EncoderError,
    MissingDependencyError,
    StepError,
    StoreError,
    nearest_match,
    require_one_of,
)


def full() -> CrosswindError:
    return CrosswindError(
        "unknown task",
        place="a.toml:3",
        value="xnly",
        allowed=("mnli", "xnli"),
        nearest="xnli",
        action="See `crosswind tasks`.",
    )


def test_the_five_parts_stand_in_one_order() -> None:
    assert str(full()) == (
        "a.toml:3: unknown task: 'xnly'. Did you mean 'xnli'? Allowed: mnli, xnli."
        " See `crosswind tasks`."
    )


def test_the_parts_stay_readable_one_by_one() -> None:
    error = full()
    assert (error.place, error.value, error.allowed, error.nearest, error.action) == (
        "a.toml:3",
        "xnly",
        "mnli, xnli",
        "xnli",
        "See `crosswind tasks`.",
    )


def test_absent_parts_leave_no_trace() -> None:
    assert str(CrosswindError("the disk is full")) == "the disk is full."
    assert str(CrosswindError("done?", action="Go on.")) == "done? Go on."


@pytest.mark.parametrize("value", [0, "", False, [], b""])
def test_a_falsy_value_is_shown(value: object) -> None:
    assert str(CrosswindError("wrong value", value=value)) == f"wrong value: {value!r}."


def test_a_long_value_is_cut_to_two_hundred_characters() -> None:
    shown = str(CrosswindError("wrong", value="x" * 5000)).removeprefix("wrong: ")
    assert shown == "'" + "x" * 196 + "..."


def test_joined_errors_keep_each_problem_and_take_a_line_each() -> None:
    problems = [DataError("first", place="a:1"), ConfigError("second", place="b:2")]
    joined = ConfigError.joined(problems)
    assert str(joined).split("\n") == ["a:1: first.", "b:2: second."]
    assert joined.problems == problems


def test_a_single_error_is_its_own_only_problem() -> None:
    error = ConfigError("alone")
    assert error.problems == [error]


@pytest.mark.parametrize(
    ("error_type", "code"),
    [
        (ConfigError, 2),
        (DataError, 2),
        (EncoderError, 2),
        (StoreError, 2),
        (MissingDependencyError, 2),
        (StepError, 1),
    ],
)
def test_every_error_is_of_the_tree_and_knows_its_exit_code(
    error_type: type[CrosswindError], code: int
) -> None:
    assert issubclass(error_type, CrosswindError)
    assert error_type("x").exit_code == code


def test_a_missing_package_is_named_with_the_command_that_installs_it() -> None:
    message = str(MissingDependencyError.of("torch", "train"))
    assert "'torch'" in message
    assert "pip install 'crosswind[train]'" in message


@pytest.mark.parametrize(
    ("value", "nearest"),
    [("xnly", "xnli"), ("XNLI", "xnli"), ("tatoba", "Tatoeba"), ("qqqq", ""), (3, ""), ("", "")],
)
def test_nearest_match_ignores_case_and_stays_silent_when_nothing_is_close(
    value: object, nearest: str
) -> None:
    assert nearest_match(value, ("xnli", "Tatoeba", "udpos")) == nearest


def test_nearest_match_among_nothing_is_nothing() -> None:
    assert nearest_match("x", ()) == ""


@pytest.mark.parametrize("known", [("mean", "cls"), {"mean": 1, "cls": 2}, ["mean", "cls"]])
def test_a_name_that_is_known_is_let_through_and_others_are_told(known: Collection[str]) -> None:
    for name in known:
        require_one_of(name, known, place="retrieval.pooling")
    with pytest.raises(ConfigError) as caught:
        require_one_of("meam", known, place="retrieval.pooling", problem="unknown pooling")
    assert caught.value.problem == "unknown pooling"
    assert (caught.value.place, caught.value.value) == ("retrieval.pooling", "meam")
    assert (caught.value.allowed, caught.value.nearest) == ("mean, cls", "mean")


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("metric", ("task", "train", "languages")),
        ("german", ("en", "de")),
        ("a", ("arms", "data")),
        (2.5, ("0", "2", "5")),
        ("zzz", ("fine_tune-v4-22327a0e882964429892d7d5",)),
    ],
)
def test_nonsense_is_never_offered(value: object, known: tuple[str, ...]) -> None:
    assert nearest_match(value, known) == ""


def test_initials_of_several_words_are_recognised() -> None:
    assert nearest_match("lr", ("lora", "learning_rate")) == "learning_rate"
