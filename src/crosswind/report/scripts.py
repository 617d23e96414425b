"""Scripts: what runs in the page, and the policy that lets nothing else run."""

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache

import vl_convert

# The license of the three libraries asks for this line wherever they go.
_NOTICE = (
    "/* Vega, Vega-Lite and Vega-Embed. Copyright (c) University of Washington Interactive Data "
    "Lab and contributors. BSD-3-Clause. */\n"
)


@cache
def chart_library() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script without an address to load anything from.

    It defines `window.vegaEmbed`. The interpreter of expressions is part of it, so that a page may
    draw without building functions from text.
    """
    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return inert_script(f'{_NOTICE}(() => {{"use strict";\n{bundle}\n}})();\n')


def inert_script(script: str) -> str:
    """A script that cannot end the element it stands in: the same program, one escape longer."""
    script = script.replace("\r\n", "\n")
    return re.sub(r"<(?=/script|!--|script)", r"\\x3c", script, flags=re.IGNORECASE)


def policy(style: str, scripts: Sequence[str]) -> str:
    """A content-security policy: these scripts and this style sheet, no address, nothing else."""
    allowed = " ".join(map(_source, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_source(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _source(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
