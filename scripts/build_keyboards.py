"""Build `src/crosswind/noise/keyboards/layouts.json` from the X keyboard configuration data.

Needs the Debian packages `xkb-data` (symbols) and `x11proto-dev` (names of key symbols). Run:

    python scripts/build_keyboards.py

Only letters and combining marks are kept, one character a key, for the plain and the shift level.
"""

import json
import re
import unicodedata
from pathlib import Path

SYMBOLS = Path("/usr/share/X11/xkb/symbols")
KEYSYMS = Path("/usr/include/X11/keysymdef.h")
TARGET = Path(__file__).parents[1] / "src/crosswind/noise/keyboards/layouts.json"

# Name of our layout -> file(section) of the X keyboard configuration.
LAYOUTS = {
    "us": "us(basic)", "de": "de(basic)", "es": "es(basic)", "fr": "fr(oss)", "it": "it(basic)",
    "pl": "pl(basic)", "fi": "fi(kotoistus)", "tr": "tr(basic)", "az": "az(latin)",
    "pt": "pt(basic)", "ro": "ro(basic)", "hu": "hu(standard)", "cz": "cz(basic)",
    "sk": "sk(basic)", "se": "se(basic)", "dk": "dk(basic)", "no": "no(basic)",
    "is": "is(basic)", "ee": "ee(basic)", "lt": "lt(basic)", "lv": "lv(basic)", "si": "si(basic)",
    "hr": "hr(basic)", "al": "al(basic)", "ru": "ru(winkeys)", "ua": "ua(unicode)",
    "bg": "bg(bds)", "by": "by(basic)", "kz": "kz(basic)", "mk": "mk(basic)", "rs": "rs(basic)",
    "mn": "mn(basic)", "gr": "gr(basic)", "am": "am(basic)", "ge": "ge(basic)", "il": "il(basic)",
    "ara": "ara(basic)", "ir": "ir(pes)", "pk": "in(urd-winkeys)", "deva": "in(deva)",
    "marathi": "in(marathi)", "np": "np(basic)", "bd": "in(ben_inscript)", "guj": "in(guj)",
    "guru": "in(guru)", "tel": "in(tel)", "mal": "in(mal_enhanced)", "tam": "in(tam)",
    "kan": "in(kan)", "ori": "in(ori)", "th": "th(basic)", "za": "za(basic)",
    "latam": "latam(basic)", "sn": "sn(basic)", "ng": "ng(yoruba)", "ph": "ph(basic)",
    "mm": "mm(basic)",
}  # fmt: skip

ROWS = {
    "digits": ["TLDE", *(f"AE{n:02}" for n in range(1, 13))],
    "upper": [f"AD{n:02}" for n in range(1, 13)],
    "home": [*(f"AC{n:02}" for n in range(1, 12)), "BKSL"],
    "lower": ["LSGT", *(f"AB{n:02}" for n in range(1, 11))],
}
# Where the first key of a row stands, in key widths.
OFFSETS = {"digits": -1.0, "upper": 0.5, "home": 0.75, "lower": 0.25}


def keysym_table() -> dict[str, str]:
    """Name of a key symbol -> character; aliases without a comment take their value's character."""
    by_name: dict[str, str] = {}
    values: dict[str, int] = {}
    by_value: dict[int, str] = {}
    line_form = re.compile(r"#define XK_(\w+)\s+0x([0-9a-fA-F]+)(?:.*?U\+([0-9A-Fa-f]{4,6}))?")
    for line in KEYSYMS.read_text(encoding="utf-8").splitlines():
        found = line_form.match(line)
        if not found:
            continue
        name, value, point = found.group(1), int(found.group(2), 16), found.group(3)
        values[name] = value
        if point:
            by_value.setdefault(value, chr(int(point, 16)))
    for name, value in values.items():
        if value in by_value:
            by_name[name] = by_value[value]
        elif value >> 24 == 1:
            by_name[name] = chr(value & 0xFFFFFF)
    return by_name


def character(symbol: str, table: dict[str, str]) -> str:
    """The character of a key symbol, or an empty string for dead keys and functions."""
    if symbol in table:
        return table[symbol]
    if re.fullmatch(r"U[0-9A-Fa-f]{3,6}", symbol):
        return chr(int(symbol[1:], 16))
    if re.fullmatch(r"0x100[0-9A-Fa-f]{4}", symbol):
        return chr(int(symbol, 16) & 0xFFFFFF)
    return symbol if len(symbol) == 1 else ""


def section(name: str) -> str:
    """The body of `file(section)`, comments removed."""
    file, wanted = re.fullmatch(r"(\w+)(?:\(([\w-]+)\))?", name).groups()  # type: ignore[union-attr]
    text = (SYMBOLS / file).read_text(encoding="utf-8")
    text = re.sub(r"//[^\n]*|^\s*#[^\n]*", "", text, flags=re.MULTILINE)
    starts = list(re.finditer(r"([\w\s]*)xkb_symbols\s+\"([\w-]+)\"\s*\{", text))
    for index, start in enumerate(starts):
        default = "default" in start.group(1)
        if start.group(2) == wanted or (wanted is None and (default or index == 0)):
            end = starts[index + 1].start() if index + 1 < len(starts) else len(text)
            return text[start.end() : end]
    raise SystemExit(f"no section {name}")


def keys_of(name: str, table: dict[str, str], below: dict[str, list[str]]) -> dict[str, list[str]]:
    """Key name -> [plain, shifted] of a section with its includes, laid over the keys `below`."""
    keys = dict(below)
    statement = re.compile(r"include\s+\"([^\"]+)\"|key\s*<(\w+)>\s*\{(.*?)\}\s*;", re.DOTALL)
    for found in statement.finditer(section(name)):
        if found.group(1):
            for part in re.split(r"[+|]", found.group(1)):
                if not part.startswith(("level", "kpdl", "eurosign", "nbsp", "rupeesign")):
                    keys = keys_of(part, table, keys)
            continue
        # Per-group type brackets hold a string, not symbols.
        body = re.sub(r"type\s*(\[[^\]]*\])?\s*=\s*(\[[^\]]*\]|\"[^\"]*\")", "", found.group(3))
        body = re.sub(r"\w+\s*\[\s*[Gg]roup\d\s*\]\s*=", "", body)
        levels = re.search(r"\[([^\]]*)\]", body)
        if not levels:
            continue
        before = keys.get(found.group(2), ["", ""])
        symbols = [symbol.strip() for symbol in levels.group(1).split(",")][:2]
        now = [
            before[level] if symbol in {"NoSymbol", "any"} else character(symbol, table)
            for level, symbol in enumerate(symbols)
        ]
        keys[found.group(2)] = (now + [""] * 2)[:2]
    return keys


def kept(text: str) -> str:
    """The character if it is a letter or a mark, else a blank: one character a key."""
    return text if len(text) == 1 and unicodedata.category(text)[0] in "LM" else " "


def main() -> None:
    """Write the table."""
    table = keysym_table()
    layouts = {}
    for name, source in sorted(LAYOUTS.items()):
        keys = keys_of(source, table, {})
        rows = [
            [
                OFFSETS[row],
                "".join(kept(keys.get(key, ["", ""])[0]) for key in names),
                "".join(kept(keys.get(key, ["", ""])[1]) for key in names),
            ]
            for row, names in ROWS.items()
        ]
        layouts[name] = {"source": source, "rows": rows}
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(layouts, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
