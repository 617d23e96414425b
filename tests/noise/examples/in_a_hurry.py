"""A profile: stages of single perturbations, each on the text that the last one wrote."""

from crosswind.noise.perturbation import Perturbation, Stage, supported_by
from crosswind.noise.perturbations.typo import PERTURBATION as TYPO
from tests.noise.examples.smileys import PERTURBATION as SMILEYS
from tests.noise.examples.vowel_drop import PERTURBATION as VOWEL_DROP

# Half of the writers drop vowels; what acts on running text only is left out of word lists.
STAGES = (
    Stage(perturbation=VOWEL_DROP, ladder=VOWEL_DROP.ladder, share=0.5),
    Stage(perturbation=TYPO, ladder=TYPO.ladder),
    Stage(perturbation=SMILEYS, ladder=SMILEYS.ladder, share=0.3),
)

PERTURBATION = Perturbation(
    name="in_a_hurry",
    family="profile",
    version=1,
    summary="messages typed in a hurry: vowels dropped, typing errors, smileys",
    mechanism="Vowels are dropped by some writers, then typing errors fall, then smileys come.",
    unit="level",
    ladder=(1, 2, 3, 4, 5),
    nested=False,
    evidence="declared",
    source="The shares of writers are ours; the ladders are those of the stages.",
    keeps="The label.",
    example=("en", "Please send the message to the manager."),
    supports=supported_by(STAGES),
    stages=STAGES,
    liberties=("script",),
)
