"""What the home tasks share: languages, intents, slot types, files. Light: the planner reads it."""

from crosswind.data.task import SourceFile

# Languages of the package with templates enough, and with fillers of ours; English first, the
# rest by tag.
LANGUAGES = (
    "en", "ar", "cs", "da", "de", "el", "es", "fi", "fr", "he", "it", "ml", "nl", "pl", "pt", "ru",
    "sv", "uk",
)  # fmt: skip

# Intents with four English templates or more that nearly every language above has as well.
INTENTS = (
    "HassTurnOn",
    "HassTurnOff",
    "HassLightSet",
    "HassGetState",
    "HassGetWeather",
    "HassSetPosition",
    "HassSetVolume",
    "HassClimateGetTemperature",
    "HassClimateSetTemperature",
    "HassStartTimer",
    "HassIncreaseTimer",
    "HassDecreaseTimer",
    "HassPauseTimer",
    "HassUnpauseTimer",
    "HassCancelTimer",
    "HassTimerStatus",
    "HassMediaNext",
    "HassMediaPrevious",
    "HassMediaPause",
    "HassMediaUnpause",
)

SLOT_TYPES = (
    "area",
    "brightness",
    "color",
    "command",
    "device_class",
    "duration",
    "floor",
    "name",
    "position",
    "state",
    "temperature",
    "timer_name",
    "volume",
)

# Types whose slots are one word in English: tags that no training text shows are not offered.
_ONE_WORD_TYPES = ("brightness", "duration", "position", "temperature", "volume")
SLOT_TAGS = (
    "O",
    *(
        f"{mark}-{kind}"
        for kind in SLOT_TYPES
        for mark in ("B" if kind in _ONE_WORD_TYPES else "BI")
    ),
)

PACKAGE = "home-assistant-intents"
LICENCE = "Apache-2.0"
TEXT_ORIGIN = (
    "written: templates by volunteers, language by language; sentences drawn from them with a "
    "fixed seed"
)
TRAPS = (
    "template text is narrow and partly ungrammatical: alternatives are drawn without agreement",
    "an example is a draw, not something that a user said",
)


def home_files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The template file of the package and our fillers; train and validation are English only."""
    if split != "test" and language != "en":
        return ()
    return (
        SourceFile(
            role="templates",
            patterns=(f"home_assistant_intents/data/{language}.json",),
            package=PACKAGE,
        ),
        SourceFile(role="fillers", patterns=(f"fillers/{language}.json",), package="crosswind"),
        # Another parser may draw other sentences: its code is part of what decides the text.
        SourceFile(role="parser", patterns=("hassil/parse_expression.py",), package="hassil"),
        SourceFile(role="chunks", patterns=("hassil/parser.py",), package="hassil"),
    )
