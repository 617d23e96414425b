"""The catalogue of perturbations, and the support matrix that is generated from it."""

from collections.abc import Sequence
from functools import lru_cache

from crosswind.core.errors import ConfigError
from crosswind.core.languages import canonical_language
from crosswind.core.registry import Registry
from crosswind.noise.perturbation import Perturbation, Support

# The languages of XTREME-R: what the support matrix in the documents is about.
XTREME_R = (
    *("af", "ar", "az", "bg", "bn", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "gu"),
    *("he", "hi", "ht", "hu", "id", "it", "ja", "jv", "ka", "kk", "ko", "lt", "ml", "mr", "ms"),
    *("my", "nl", "pa", "pl", "pt", "qu", "ro", "ru", "sw", "ta", "te", "th", "tl", "tr", "uk"),
    *("ur", "vi", "wo", "yo", "zh"),
)

PERTURBATIONS: Registry[Perturbation] = Registry(
    "perturbation",
    {
        "abbrev": "crosswind.noise.perturbations.abbrev:PERTURBATION",
        "asr": "crosswind.noise.perturbations.asr:PERTURBATION",
        "case": "crosswind.noise.perturbations.case:PERTURBATION",
        "codemix": "crosswind.noise.perturbations.codemix:PERTURBATION",
        "confusable": "crosswind.noise.perturbations.confusable:PERTURBATION",
        "delete_char": "crosswind.noise.perturbations.delete_char:PERTURBATION",
        "desktop_web": "crosswind.noise.perturbations.desktop_web:PERTURBATION",
        "diacritic_drop": "crosswind.noise.perturbations.diacritic_drop:PERTURBATION",
        "elongate": "crosswind.noise.perturbations.elongate:PERTURBATION",
        "emoji": "crosswind.noise.perturbations.emoji:PERTURBATION",
        "hangul_jamo": "crosswind.noise.perturbations.hangul_jamo:PERTURBATION",
        "insert_char": "crosswind.noise.perturbations.insert_char:PERTURBATION",
        "kana_kanji": "crosswind.noise.perturbations.kana_kanji:PERTURBATION",
        "key_adjacent": "crosswind.noise.perturbations.key_adjacent:PERTURBATION",
        "misheard": "crosswind.noise.perturbations.misheard:PERTURBATION",
        "mobile_chat": "crosswind.noise.perturbations.mobile_chat:PERTURBATION",
        "mojibake": "crosswind.noise.perturbations.mojibake:PERTURBATION",
        "ocr": "crosswind.noise.perturbations.ocr:PERTURBATION",
        "ortho_confuse": "crosswind.noise.perturbations.ortho_confuse:PERTURBATION",
        "pinyin_ime": "crosswind.noise.perturbations.pinyin_ime:PERTURBATION",
        "punct_drop": "crosswind.noise.perturbations.punct_drop:PERTURBATION",
        "punct_swap": "crosswind.noise.perturbations.punct_swap:PERTURBATION",
        "romanise": "crosswind.noise.perturbations.romanise:PERTURBATION",
        "romanised_chat": "crosswind.noise.perturbations.romanised_chat:PERTURBATION",
        "scanned_page": "crosswind.noise.perturbations.scanned_page:PERTURBATION",
        "space": "crosswind.noise.perturbations.space:PERTURBATION",
        "spoken_form": "crosswind.noise.perturbations.spoken_form:PERTURBATION",
        "telex_vni": "crosswind.noise.perturbations.telex_vni:PERTURBATION",
        "transpose": "crosswind.noise.perturbations.transpose:PERTURBATION",
        "truncate": "crosswind.noise.perturbations.truncate:PERTURBATION",
        "typo": "crosswind.noise.perturbations.typo:PERTURBATION",
        "unicode_form": "crosswind.noise.perturbations.unicode_form:PERTURBATION",
        "voice": "crosswind.noise.perturbations.voice:PERTURBATION",
        "wrong_layout": "crosswind.noise.perturbations.wrong_layout:PERTURBATION",
    },
)


def support(
    perturbation: str | Perturbation,
    language: str,
    *,
    catalogue: Registry[Perturbation] | None = None,
) -> Support:
    """Whether a perturbation can act in a language, and why (not).

    Raises:
        ConfigError: for an unknown perturbation or a tag that is no language.
    """
    _require_tag(language)
    return _declared(perturbation, catalogue).supports(canonical_language(language))


def support_matrix(
    languages: Sequence[str], *, catalogue: Registry[Perturbation] | None = None
) -> dict[str, dict[str, Support]]:
    """Perturbation -> language -> support, for every perturbation of the catalogue."""
    names = (catalogue or PERTURBATIONS).names()
    return {
        name: {language: support(name, language, catalogue=catalogue) for language in languages}
        for name in names
    }


def supported(
    perturbation: str | Perturbation,
    language: str,
    *,
    catalogue: Registry[Perturbation] | None = None,
) -> Perturbation:
    """The perturbation, if it can act in the language.

    Raises:
        ConfigError: for an unknown perturbation, a tag that is no language, or an unsupported cell.
    """
    _require_tag(language)
    return _supported(_declared(perturbation, catalogue), language, catalogue)


@lru_cache(maxsize=1024)
def _supported(
    found: Perturbation, language: str, catalogue: Registry[Perturbation] | None
) -> Perturbation:
    answer = found.supports(canonical_language(language))
    if answer.level == "unsupported":
        others = [
            name
            for name in (catalogue or PERTURBATIONS).names()
            if support(name, language, catalogue=catalogue).level != "unsupported"
        ]
        raise ConfigError(
            f"'{found.name}' cannot act in this language ({answer.reason})",
            place="language",
            value=language,
            allowed=f"for '{language}': {', '.join(others)}" if others else "",
            action="Leave the cell out, or see `crosswind perturbations`.",
        )
    return found


def _require_tag(language: object) -> None:
    if not isinstance(language, str):
        raise ConfigError(
            "not a BCP 47 language tag",
            place="language",
            value=language,
            allowed="text such as en, de, sw, zh",
            action="Write tags as the benchmarks do.",
        )


def _declared(
    perturbation: str | Perturbation, catalogue: Registry[Perturbation] | None
) -> Perturbation:
    if isinstance(perturbation, Perturbation):
        return perturbation
    table = catalogue or PERTURBATIONS
    if not isinstance(perturbation, str):
        raise table.unknown(perturbation, place="perturbation")
    return declared(perturbation, catalogue=table)


def declared(
    name: str, *, place: str = "perturbation", catalogue: Registry[Perturbation] | None = None
) -> Perturbation:
    """The perturbation called `name`, or `name:option`.

    Raises:
        ConfigError: for an unknown name, or an option that the perturbation does not have.
    """
    plain, colon, option = name.partition(":")
    found = (catalogue or PERTURBATIONS).get(plain, place=place)
    if not colon:
        return found
    if found.variant is None:
        raise ConfigError(
            f"the perturbation '{plain}' has no options",
            place=place,
            value=name,
            nearest=plain,
            action="Leave out the colon and what follows.",
        )
    try:
        return found.variant(option)
    except ConfigError as error:
        error.place = place
        raise
