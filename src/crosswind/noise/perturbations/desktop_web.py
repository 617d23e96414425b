"""Profile desktop-web: what people type into forms and posts on a computer."""

from crosswind.noise.profiles import Channel, Part, profile_of

PERTURBATION = profile_of(
    Channel(
        name="desktop_web",
        summary="posts and forms typed on a computer",
        mechanism=(
            "Misspellings and slips of keys at rates of well-kept to careless web text, spaces and "
            "punctuation lost in fixed ratio to them, and writers who leave out diacritics or "
            "capitals everywhere, or leave caps lock on."
        ),
        keeps="The label, where the meaning guard keeps negators and digits.",
        example=("en", "Our neighbor, Mrs. Weber, walks her dog through the park every morning."),
    ),
    (
        Part("case", share=0.3),
        Part("case:caps_run", share=0.05),
        Part("diacritic_drop", share=0.3),
        Part("punct_drop", share=0.5, scale=0.5),
        Part("typo"),
        Part("key_adjacent", scale=0.2),
        Part("hangul_jamo", scale=0.5),
        Part("pinyin_ime"),
        Part("kana_kanji"),
        Part("telex_vni", share=0.3),
        Part("space", scale=0.5),
    ),
)
