from crosswind.report.metric_tables import metric_table, threshold_table
from tests.report.rich import study_of


def test_thresholds_have_a_column_for_each_arm() -> None:
    (row,) = threshold_table(study_of()).rows
    assert [cell.text for cell in row] == ["bucc2018", "de", "1.0375", "1.0375"]


def test_metrics_are_named_apart_and_a_pool_is_part_of_the_name() -> None:
    table = metric_table(study_of())
    names = {row[1].text for row in table.rows if row[0].text == "udpos"}
    assert names == {"udpos_f1_seqeval_0_0_12", "udpos_f1_seqeval_1_2_2", "token_accuracy"}
    headline = {row[1].text for row in table.rows if "headline" in row[1].marks}
    assert headline == {"mining_f1", "map_at_20[de+en]", "udpos_f1_seqeval_0_0_12"}
    assert not [row for row in table.rows if row[0].text == "xnli"]
    (ap,) = [row for row in table.rows if row[1].text == "average_precision"][:1]
    assert (ap[4].text, ap[4].detail) == ("50.0", "")
