"""Which languages have a keyboard whose keys are their letters."""

from crosswind.core.languages import script_of
from crosswind.noise.keyboards.layouts import LAYOUT_OF, layout_of
from crosswind.noise.perturbation import Support

_REASONS = {
    "Hans": "Chinese is typed through an input method; its errors are other characters",
    "Hant": "Chinese is typed through an input method; its errors are other characters",
    "Jpan": "Japanese is typed through an input method; its errors are conversion errors",
    "Kore": "Hangul needs errors of keystrokes within a syllable",
    "Mymr": "Burmese syllables need an automaton of their own",
    "Khmr": "Khmer syllables need an automaton of their own",
    "Laoo": "there is no keyboard table for Lao",
}


def keyboard_support(language: str) -> Support:
    """Whether slips on a keyboard can be told in a language, a letter a key."""
    script = script_of(language)
    if script in _REASONS or not layout_of(language, script):
        reason = _REASONS.get(script, f"there is no keyboard table for script {script}")
        return Support(level="unsupported", reason=reason)
    if language.split("-")[0] in LAYOUT_OF:
        return Support(level="full", reason="keyboard table of the language")
    return Support(level="generic", reason="American keyboard: the language has no table")
