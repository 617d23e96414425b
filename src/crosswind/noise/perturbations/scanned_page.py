"""Profile scanned-page: print read by a machine."""

from crosswind.noise.profiles import Channel, Part, profile_of

PERTURBATION = profile_of(
    Channel(
        name="scanned_page",
        summary="a printed page, scanned and recognized",
        mechanism=(
            "Letters are taken for others that look alike, spaces and punctuation are lost or "
            "changed, and on some pages the recognizer writes forms of letters that look the same."
        ),
        keeps=(
            "The label at low severities; what is read may be another word. Spans keep their "
            "borders."
        ),
        example=("en", "The old man sat beside the window and watched the boats in the harbor."),
    ),
    (
        Part("ocr"),
        Part("space", scale=0.5),
        Part("punct_swap", share=0.5, scale=0.3),
        Part("unicode_form", share=0.1, scale=0.3),
    ),
)
