"""Profile voice: what is said to a device."""

from crosswind.noise.perturbations.asr import PERTURBATION as ASR
from crosswind.noise.profiles import Channel, Part, profile_of

PERTURBATION = profile_of(
    Channel(
        name="voice",
        summary="speech, recognized by a device, from speakers who are heard well or badly",
        mechanism=(
            "As `asr`, with speakers who differ: for nine of ten the form of written text is lost, "
            "the others have a recognizer that restores it; three of four are misheard."
        ),
        keeps=ASR.keeps,
        example=("en", "Will the old man take his two dogs to the harbor on Friday?"),
    ),
    (
        Part("spoken_form", share=0.9, ladder=(1.0, 1.0, 1.0, 1.0, 1.0)),
        Part("misheard", share=0.75),
        Part("pinyin_ime", share=0.75, ladder=(0.05, 0.10, 0.20, 0.25, 0.30)),
    ),
)
