"""Transcripts of speech: the form of spoken text, and words misheard."""

from crosswind.noise.perturbation import Perturbation, Stage, supported_by
from crosswind.noise.perturbations.misheard import PERTURBATION as MISHEARD
from crosswind.noise.perturbations.pinyin_ime import PERTURBATION as PINYIN_IME
from crosswind.noise.perturbations.spoken_form import PERTURBATION as SPOKEN_FORM

STAGES = (
    Stage(perturbation=SPOKEN_FORM, ladder=(1.0, 1.0, 1.0, 1.0, 1.0)),
    Stage(perturbation=MISHEARD, ladder=MISHEARD.ladder),
    Stage(perturbation=PINYIN_IME, ladder=(0.05, 0.10, 0.20, 0.25, 0.30)),
)

PERTURBATION = Perturbation(
    name="asr",
    family="speech",
    version=sum(stage.perturbation.version for stage in STAGES),
    summary="text as a recognizer of speech writes it down",
    mechanism=(
        "First the form of every text: no capitals, no punctuation, small numbers as words. Then "
        "words are misheard at a word error rate of 5, 10, 20, 30, 45%. In "
        "Chinese other characters of the same or a near syllable are taken, at a character error "
        "rate of 5, 10, 20, 25, 30%. Word lists are misheard only."
    ),
    unit="level",
    ladder=(1, 2, 3, 4, 5),
    nested=False,
    evidence="declared",
    source=(
        "Ladder and lists are ours; word error rates of recognizers were not looked up. Where near "
        "sounds of a script are not known, only the form changes."
    ),
    keeps=MISHEARD.keeps,
    example=("en", "The old man took his two dogs to the harbor, to see the new boats."),
    supports=supported_by(STAGES),
    stages=STAGES,
    policy=MISHEARD.policy,
)
