"""Interface retrieval: find the translation of an English interface message."""

from crosswind.data.task import SourceFile, Task
from crosswind.records.task_card import TaskCard

# Language tag -> locale folder of the package, where the two differ.
_LOCALES = {"zh": "zh_Hans", "zh-TW": "zh_Hant", "pt-BR": "pt_BR"}
_APPS = (
    "admin", "admindocs", "auth", "contenttypes", "flatpages", "gis", "postgres", "redirects",
    "sessions", "sites",
)  # fmt: skip

_LANGUAGES = (
    "af", "ar", "az", "be", "bg", "ca", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fr",
    "ga", "gl", "he", "hu", "id", "it", "ja", "ko", "ky", "lv", "ml", "ms", "nb", "nl", "pl",
    "pt", "pt-BR", "ru", "sk", "sq", "sr", "sv", "tr", "uk", "zh", "zh-TW",
)  # fmt: skip
CARD = TaskCard(
    name="interface_retrieval",
    kind="retrieval",
    metric="accuracy",
    languages=_LANGUAGES,
    splits=("test",),
    fields=("source", "target"),
    world="embedded",
    licence="BSD-3-Clause",
    text_origin="written (English), human-translated by volunteers",
    citation="Django message catalogues, https://www.djangoproject.com",
    source="the installed package django",
    revision="the installed release; its files' digests are in the plan",
    published_setup="none: ours, scored as Tatoeba is",
    traps=(
        "about 100 to 160 pairs a language: intervals are wide",
        "narrow text; an encoder has probably read it before",
        "placeholders are masked, markup is taken out",
    ),
)


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The catalogues of the framework and of its applications; not all are translated."""
    del split
    locale = _LOCALES.get(language, language)
    end = f"locale/{locale}/LC_MESSAGES/django.po"
    core = SourceFile(role="messages", patterns=(f"django/conf/{end}",), package="django")
    return (
        core,
        SourceFile(role="parser", patterns=("polib.py",), package="polib"),
        *(
            SourceFile(
                role=f"messages_{app}",
                patterns=(f"django/contrib/{app}/{end}",),
                package="django",
                is_optional=True,
            )
            for app in _APPS
        ),
    )


TASK = Task(card=CARD, files=files, read="crosswind.data.messages:read_messages")
