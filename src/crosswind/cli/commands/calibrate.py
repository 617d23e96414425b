"""`crosswind calibrate`: what real errors are made of, and a table to draw such errors from."""

from pathlib import Path
from typing import Annotated

import typer

from crosswind.cli.distinct_files import require_different_files
from crosswind.cli.options import AsJson


def calibrate(
    pairs: Annotated[
        str,
        typer.Argument(
            metavar="PAIRS",
            help="wrong<TAB>right, .natural, .json, .conllu, or a task with published noise.",
        ),
    ],
    language: Annotated[str, typer.Option("--language", help="BCP 47 tag of the words.")],
    data_root: Annotated[
        Path, typer.Option("--data-root", help="Folder of official files, for a task.")
    ] = Path("data"),
    target: Annotated[
        Path | None, typer.Option("--out", help="Also write the fitted table as JSON.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure lists of real errors, fit the table of `typo` to them, and make noise with it."""
    from crosswind.cli.display import print_json
    from crosswind.core.files import write_json
    from crosswind.core.languages import canonical_language
    from crosswind.noise.calibrate_read import read_pairs
    from crosswind.noise.calibrate_report import calibrate as measured
    from crosswind.noise.calibrate_report import lines_of

    tag, path = canonical_language(language, place="--language"), Path(pairs)
    require_different_files({"PAIRS": path, "--out": target})
    if path.exists():
        found = read_pairs(path)
    else:
        from crosswind.runner.published_pairs import published_pairs

        found = published_pairs(pairs, tag, data_root)
    numbers = measured(found, tag)
    if target:
        write_json(target, numbers["table"])
    if as_json:
        print_json(numbers)
    else:
        print("\n".join(lines_of(numbers)))
