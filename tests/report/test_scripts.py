import base64
import hashlib
import re

from crosswind.report.scripts import chart_library, inert_script, policy


def test_a_script_cannot_end_its_element() -> None:
    text = inert_script('a("</script>"); b("<!--"); c = 1 < 2;\r\n')
    assert text == 'a("\\x3c/script>"); b("\\x3c!--"); c = 1 < 2;\n'


def test_the_policy_names_each_script_and_nothing_else() -> None:
    said = policy("p {}", ["one()", "two()"])
    digest = base64.b64encode(hashlib.sha256(b"two()").digest()).decode()
    assert f"'sha256-{digest}'" in said
    assert said.startswith("default-src 'none'; ")
    assert "unsafe" not in said
    assert "http" not in said


def test_the_library_of_charts_is_whole_and_loads_nothing() -> None:
    library = chart_library()
    assert "window.vegaEmbed" in library
    assert "BSD-3-Clause" in library[:300]
    assert not re.search(r"</script|<!--", library, flags=re.IGNORECASE)
    assert not re.search(r"^\s*(import|export)\b", library, flags=re.MULTILINE)
