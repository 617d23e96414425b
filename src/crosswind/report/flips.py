"""Flips: which predictions changed under noise, found in columns and not row by row."""

import pyarrow as pa
import pyarrow.compute as pc

# Between the tags of a sentence, and between a prediction and its tags: no label holds it.
_BETWEEN = "\x1f"


def rows_of(table: pa.Table, names: list[str]) -> pa.Table:
    """The rows of these examples, in the order of the table."""
    return table.filter(pc.is_in(table["example_id"], value_set=pa.array(names, pa.string())))


def flipped_ids(before: pa.Table, after: pa.Table) -> set[str]:
    """Ids of examples in both tables of predictions that are predicted otherwise in `after`.

    A prediction is its text and its tags; positions and scores may differ.
    """
    ids = after["example_id"].combine_chunks()
    if ids.equals(before["example_id"].combine_chunks()):
        earlier = _said(before)
    else:
        # An example without an earlier prediction has a null here, and a null flips nothing.
        places = pc.index_in(ids, value_set=before["example_id"].combine_chunks())
        earlier = _said(before).take(places)
    changed = pc.fill_null(pc.not_equal(_said(after), earlier), fill_value=False)
    return set(ids.filter(changed).to_pylist())


def _said(table: pa.Table) -> pa.Array:
    tags = pc.binary_join(table["tags"].combine_chunks(), _BETWEEN)
    return pc.binary_join_element_wise(table["predicted"].combine_chunks(), tags, _BETWEEN)
