"""Profile mobile-chat: messages from a phone."""

from crosswind.noise.profiles import Channel, Part, profile_of

PERTURBATION = profile_of(
    Channel(
        name="mobile_chat",
        summary="messages typed on a phone",
        mechanism=(
            "Short forms, stretched words and emoji of those who use them; most writers leave out "
            "punctuation, many capitals or diacritics; neighboring keys are hit on top of "
            "misspellings, and spaces are missed."
        ),
        keeps=(
            "The label, where the meaning guard keeps negators and digits. On word lists nothing "
            "is added or left out."
        ),
        example=("en", "Please see what people write before they have to go tomorrow, thanks."),
    ),
    (
        Part("abbrev", share=0.6),
        Part("elongate", share=0.4),
        Part("case", share=0.6),
        Part("diacritic_drop", share=0.5),
        Part("punct_drop", share=0.7),
        Part("typo", scale=0.5),
        Part("key_adjacent", scale=0.5),
        Part("hangul_jamo"),
        Part("pinyin_ime"),
        Part("kana_kanji"),
        Part("telex_vni", share=0.3),
        Part("space"),
        Part("emoji", share=0.4),
    ),
)
