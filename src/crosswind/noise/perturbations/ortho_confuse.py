"""Spelling errors: what writers of the language confuse, written for one another."""

from dataclasses import replace as changed

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.confusions import SCRIPT_GROUPS
from crosswind.noise.events import CROWDING, events, firing_rate
from crosswind.noise.orthography import known_languages
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals, replace
from crosswind.noise.respelling import RuleTable, rule_table
from crosswind.noise.stretches import Positions, Stretches

# Where fewer letters can be confused, more events meet at one.
_CROWDING = {
    **dict.fromkeys(("af", "ar", "bn", "de", "es", "fa", "fr", "mr", "pl"), 7.0),
    **dict.fromkeys(("gu", "tr"), 6.0),
    **dict.fromkeys(("en", "hi", "ht", "hu", "it", "jv", "ko", "ml", "pt", "qu", "ta", "te"), 5.3),
    **dict.fromkeys(("el", "id", "th", "tl"), 4.6),
    "vi": 5.3,
}


def supports(language: str) -> Support:
    """Languages with confusions of their own; others by classes of letters of their script."""
    script, base = script_of(language), language.split("-")[0]
    if base in known_languages():
        return Support(level="full", reason="confusions of the language")
    if script == "Latn":
        reason = "vowel for vowel, consonants doubled and undoubled, as in any Latin script"
        return Support(level="generic", reason=reason)
    if script in SCRIPT_GROUPS:
        return Support(level="generic", reason="confusions of its script")
    reason = f"no confusions of letters are known for script {script}"
    return Support(level="unsupported", reason=reason)


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """At each event one of the rules that match there, or at a letter close by."""
    table = rule_table(language)

    def can_hit(at: Positions) -> NDArray[np.bool_]:
        return table.can_match(columns, at.ravel()).reshape(at.shape)

    crowding = _CROWDING.get(language.split("-")[0], CROWDING)
    at, rank = events(columns, firing_rate(strength, crowding), can_hit)
    rule = _drawn(columns, table, at)
    texts = table.pool.rows(3 * rule + table.form(columns, at, rule))
    sources = Stretches(at, at + table.lengths[rule])
    proposals = replace(columns, sources, texts, strength=1.0, draws=rank)
    return changed(proposals, window=1)


def _drawn(columns: Columns, table: RuleTable, at: Positions) -> Positions:
    """One of the rules that match at each position, of which there are some."""
    site, rule = table.matches(columns, at)
    passed = np.concatenate([[0], np.cumsum(table.weights[rule])])
    edges = passed[site.searchsorted(np.arange(len(at) + 1))]
    drawn = columns.picks(at, np.diff(edges), 10)
    return rule[passed[1:].searchsorted(edges[:-1] + drawn, "right")]


PERTURBATION = Perturbation(
    name="ortho_confuse",
    family="spelling",
    version=1,
    summary="spellings that writers of the language confuse",
    mechanism=(
        "A letter or a short string is written as another one that sounds or looks alike, as "
        "writers of the language do: Russian о for а and -тся for -ться, German ie for i and ss "
        "for ß, Arabic ه for ة and ا for أ, Hindi ि for ी, Spanish b for v, Polish rz for ż. "
        "Consonants are doubled between vowels and undoubled. All confusions that match at a "
        "place are equally likely. In languages without a list a vowel is written for a vowel. "
        "No result breaks a syllable."
    ),
    unit="character error rate",
    ladder=(0.0025, 0.01, 0.02, 0.04, 0.08),
    nested=True,
    evidence="declared",
    source=(
        "The ladder is that of typing errors. In eight lists of real errors 29 to 75% of single "
        "substitutions are a vowel for a vowel, and 28% of Hindi edits concern a mark. Which "
        "spellings are confused is stated by us from the orthographies; their weights are equal, "
        "and not measured."
    ),
    keeps=(
        "The label, where the meaning guard keeps negators and digits; homophones may become "
        "other words, as real errors do. Words keep their count and answers their borders."
    ),
    example=("ru", "Наша соседка каждое утро гуляет с собакой и старается не опаздывать."),
    supports=supports,
    propose=propose,
    tables=("orthography.json", "confusions.py"),
)
