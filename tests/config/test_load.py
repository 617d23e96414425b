"""Reading experiment files: all problems at once, each with path, line, value and remedy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crosswind.config.load import read_experiment, shipped_experiments, validate
from crosswind.config.schema import Experiment
from crosswind.core.errors import ConfigError

Check = Callable[[str], tuple[Experiment | None, list[Any]]]


def test_a_good_file_has_no_problems(check: Check, base: str) -> None:
    experiment, problems = check(base)
    assert problems == []
    assert experiment is not None
    assert [arm.name for arm in experiment.arms] == ["none", "mnli"]
    assert experiment.arms[1].stages[0].tasks == ("mnli",)


def one(check: Check, text: str) -> Any:
    experiment, problems = check(text)
    assert experiment is None
    assert len(problems) == 1, [problem.sentence() for problem in problems]
    return problems[0]


@pytest.mark.parametrize(
    ("text", "place", "value", "nearest", "allowed"),
    [
        ("colour = 1\n", "1: colour", "colour", "", "encoder"),
        ("none = 1\n", "1: none", "none", "noise", "noise"),
        ("tagets = []\n", "1: tagets", "tagets", "targets", "targets"),
        ('"function-x" = 1\n', "1: function-x", "function-x", "", "noise"),
        ("[noise]\nseverity = [1]\n", "2: noise.severity", "severity", "severities", "seeds"),
        ("[training]\nlr = 1\n", "2: training.lr", "lr", "learning_rate", "learning_rate"),
        ("seeds = { targets = [1] }\n", "1: seeds.targets", "targets", "target", "design"),
    ],
)
def test_an_unknown_key(
    check: Check, base: str, text: str, place: str, value: str, nearest: str, allowed: str
) -> None:
    text = text + base if not text.startswith("[") else base + text
    problem = one(check, text)
    line = base.count("\n") + 2 if text.startswith(base) else 1
    assert problem.place == f"x.toml:{line}: {place.partition(': ')[2]}"
    assert problem.problem == "unknown key"
    assert problem.value == value
    assert problem.nearest == nearest
    assert allowed in problem.allowed.split(", ")


@pytest.mark.parametrize(
    ("added", "path", "value", "allowed"),
    [
        ('max_examples = "5"', "targets[1].max_examples", "5", "a valid integer"),
        ("max_examples = 5.0", "targets[1].max_examples", 5.0, "a valid integer"),
        ("max_examples = true", "targets[1].max_examples", True, "a valid integer"),
        ("max_examples = -1", "targets[1].max_examples", -1, "greater than or equal to 0"),
        ('languages = ["de", 3]', "targets[1].languages[1]", 3, "a valid string"),
        ("languages = []", "targets[1].languages", [], "a list that is not empty"),
        ("languages = 3", "targets[1].languages", 3, "a list"),
        ('retrieval = { layer = "8" }', "targets[1].retrieval.layer", "8", "a valid integer"),
        ("retrieval = 3", "targets[1].retrieval", 3, "a table"),
        ("train = [1979-05-27]", "targets[1].train[0]", None, "a valid string"),
    ],
)
def test_a_value_of_a_wrong_type(
    check: Check, base: str, added: str, path: str, value: Any, allowed: str
) -> None:
    problem = one(check, f"{base}{added}\n")
    assert problem.place == f"x.toml:18: {path}"
    assert problem.allowed == allowed
    assert value is None or (problem.value == value and type(problem.value) is type(value))


@pytest.mark.parametrize(
    ("added", "path", "nearest", "allowed"),
    [
        ('evaluation_split = "tset"', "evaluation_split", "test", '"", test, validation'),
        ('carry_over = "encodr"', "carry_over", "encoder", "encoder, encoder_and_head"),
        ('languages = "al"', "languages", "all", 'all, a list such as ["de", "sw"]'),
        ('languages = "de"', "languages", "", 'all, a list such as ["de", "sw"]'),
    ],
)
def test_a_word_that_is_not_among_the_allowed_ones(
    check: Check, base: str, added: str, path: str, nearest: str, allowed: str
) -> None:
    problem = one(check, f"{base}{added}\n")
    assert problem.problem == "not one of the allowed values"
    assert problem.place == f"x.toml:18: targets[1].{path}"
    assert (problem.nearest, problem.allowed) == (nearest, allowed)


def test_a_name_says_what_it_may_be_made_of(check: Check, base: str) -> None:
    problem = one(check, base.replace('name = "mnli"', 'name = "m nli"'))
    assert problem.value == "m nli"
    assert problem.allowed.startswith("letters of English, digits")


def test_missing_keys(check: Check) -> None:
    experiment, problems = check('question = "why?"\n[[arms]]\n')
    assert experiment is None
    assert [(problem.place, problem.action) for problem in problems] == [
        ("x.toml:1: name", "Add `name = ...`."),
        ("x.toml:1: encoder", "Add `encoder = ...`."),
        ("x.toml:2: arms[0].name", "Add `name = ...`."),
    ]
    assert {problem.problem for problem in problems} == {"a required key is missing"}


@pytest.mark.parametrize(
    ("added", "place", "word"),
    [
        ('[[arms]]\nname = "none"\n', "x.toml:6: arms", "'none' stands more than once"),
        ('[[targets]]\ntask = "udpos"\n', "x.toml:13: targets", "'udpos' stands more than once"),
        ('[noise]\nperturbations = ["a", "b", "a"]\n', "x.toml:19: noise.perturbations", "'a'"),
        ("[noise]\nseverities = [1, 1]\n", "x.toml:19: noise.severities", "1 stands"),
        ("[training]\nhold_out = false\n", "x.toml:18: training", "nothing to select on"),
        ("training = { hold_out = false }\n", "x.toml:18: targets[1].training", "nothing to"),
    ],
)
def test_impossible_combinations(
    check: Check, base: str, added: str, place: str, word: str
) -> None:
    problem = one(check, base + added)
    assert problem.place == place
    assert word in problem.problem


@pytest.mark.parametrize(
    ("seeds", "path", "n_problems"),
    [
        ("3", "seeds", 1),
        ("[]", "seeds", 1),
        ('[1, "2"]', "seeds[1]", 1),
        ('["1"]', "seeds[0]", 1),
        ("[1, 1]", "seeds", 1),
        ("{ intermediate = [1, 2] }", "seeds", 1),
        ("{ intermediate = [1], target = [-1] }", "seeds.target[0]", 1),
        ('{ intermediate = ["1"], target = [-1] }', "seeds.intermediate[0]", 2),
        ('{ design = "latin" }', "seeds.design", 1),
    ],
)
def test_the_forms_of_the_seeds(
    check: Check, base: str, seeds: str, path: str, n_problems: int
) -> None:
    experiment, problems = check(f"seeds = {seeds}\n{base}")
    assert experiment is None
    assert len(problems) == n_problems
    assert problems[0].place == f"x.toml:1: {path}"


def test_all_problems_are_told_at_once(check: Check, base: str) -> None:
    text = f"""seeds = [1, "x"]
{base}languages = "de"
max_example = 3
training = {{ epochs = 0 }}

[[arms]]
name = "mnli"

[noise]
severities = [9]
perturbations = ["a", "a"]

[training]
precision = "fp8"
"""
    experiment, problems = check(text)
    assert experiment is None
    assert len(problems) == 8
    assert {problem.place for problem in problems} == {
        "x.toml:1: seeds[1]",
        "x.toml:19: targets[1].languages",
        "x.toml:20: targets[1].max_example",
        "x.toml:21: targets[1].training.epochs",
        "x.toml:27: noise.severities[0]",
        "x.toml:28: noise.perturbations",
        "x.toml:31: training.precision",
        "x.toml:7: arms",
    }
    joined = str(ConfigError.joined(problems))
    assert len(joined.split("\n")) == 8


@pytest.mark.parametrize(
    "text",
    ["name =", "a = [", "name = 'a'\nname = 'b'\n", "x = " + "9" * 5000, "x = " + "[" * 5000, "\0"],
)
def test_what_is_no_toml(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match="not TOML") as caught:
        read_experiment(str(path))
    assert caught.value.place == str(path)


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes('name = "grün"'.encode("latin-1"))
    with pytest.raises(ConfigError, match="not UTF-8") as caught:
        read_experiment(str(path))
    assert caught.value.place == f"{path}:1"
    assert caught.value.action


def test_a_byte_order_mark_is_no_part_of_the_file(tmp_path: Path, base: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(base, "utf-8-sig")
    experiment, _ = validate(read_experiment(str(path)))
    assert experiment is not None


def test_a_folder_is_no_experiment(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="a folder, not an experiment file"):
        read_experiment(str(tmp_path))


@pytest.mark.parametrize("name", ["no/such.toml", "x" * 5000, "", "a\0b"])
def test_a_name_that_is_no_file(name: str) -> None:
    # The empty name is the working directory, a folder.
    with pytest.raises(ConfigError, match="experiment file") as caught:
        read_experiment(name)
    assert caught.value.value == name


def test_a_misspelt_shipped_experiment_is_recognised() -> None:
    for name in shipped_experiments():
        with pytest.raises(ConfigError) as caught:
            read_experiment(f"{name}x")
        assert caught.value.nearest == name


@pytest.mark.parametrize("ending", ["", ".toml"])
def test_shipped_experiments_are_found_by_name_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "quickstart" in shipped_experiments()
    for name in shipped_experiments():
        source = read_experiment(name + ending)
        assert source.place == f"crosswind:experiments/{name}.toml"
        experiment, problems = validate(source)
        assert problems == []
        assert experiment is not None


def test_a_file_goes_before_a_shipped_experiment_of_the_same_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("quickstart").write_text(base, "utf-8")
    assert read_experiment("quickstart").value["name"] == "small"


def test_overrides_are_applied_before_validation(tmp_path: Path, base: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(base, "utf-8")
    experiment, problems = validate(read_experiment(str(path), ["targets[0].task=tatoeba"]))
    assert problems == []
    assert experiment is not None
    assert experiment.targets[0].task == "tatoeba"
    experiment, problems = validate(read_experiment(str(path), ["training.epocs=1"]))
    assert experiment is None
    assert [problem.nearest for problem in problems] == ["epochs"]


@pytest.mark.parametrize(
    ("override", "place"),
    [
        ("a=b", "--set a=b"),
        ("training.lr=3", "--set training.lr=3"),
        ("training={lr=3}", "--set training={lr=3}: training.lr"),
        ("targets[0].tusk=x", "--set targets[0].tusk=x"),
        ("seeds=abc", "--set seeds=abc"),
        ('targets[1].languages="de"', '--set targets[1].languages="de"'),
    ],
)
def test_a_mistake_of_an_override_is_not_blamed_on_the_file(
    tmp_path: Path, base: str, override: str, place: str
) -> None:
    path = tmp_path / "x.toml"
    path.write_text(base, "utf-8")
    _, problems = validate(read_experiment(str(path), ["name=x", override]))
    assert [problem.place for problem in problems] == [place]
    # A mistake of the file stays one of the file.
    path.write_text(f"colour = 1\n{base}", "utf-8")
    _, problems = validate(read_experiment(str(path), ["name=x", override]))
    assert f"{path}:1: colour" in [problem.place for problem in problems]


@pytest.mark.parametrize("value", ["3", '"abc"', "true"])
def test_seeds_are_a_list_or_a_table(check: Check, base: str, value: str) -> None:
    problem = one(check, f"seeds = {value}\n{base}")
    assert problem.allowed == "a list such as [1, 2], or a table"


ROBUST = """
name = "x"
[encoder]
name = "tiny"
[[arms]]
name = "a"
target_robust = {table}
[[targets]]
task = "xnli"
"""


@pytest.mark.parametrize(
    ("table", "place", "said"),
    [
        ('{ method = "noise", radius = 1 }', "arms[0].target_robust.method", "'noise'"),
        (
            "{ radius = 1 }",
            "arms[0].target_robust.method",
            "Allowed: adversarial, random_smoothing",
        ),
        (
            '{ method = "noise_augmentation", perturbation = "typo", shar = 0.5 }',
            "arms[0].target_robust.shar",
            "Did you mean 'share'? Allowed: copies, method, perturbation",
        ),
        ('{ method = "consistency" }', "arms[0].target_robust.perturbation", "missing"),
        ("3", "arms[0].target_robust", "a table"),
    ],
)
def test_a_wrong_method_is_one_clear_error(tmp_path, table, place, said):
    path = tmp_path / "experiment.toml"
    path.write_text(ROBUST.format(table=table))
    experiment, problems = validate(read_experiment(str(path)))
    assert experiment is None
    (problem,) = problems
    assert problem.place == f"{path}:7: {place}"
    assert said in problem.sentence()
