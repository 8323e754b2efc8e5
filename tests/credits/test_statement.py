"""Cells that a spreadsheet must not run."""

import pytest

from portal.credits.statement import harmless


@pytest.mark.parametrize(
    "cell", ["=1+1", "+86", "-2+3", "-2 ", "@sum", "\t=1", "\r=1", " =1", "＝1", "＋1", "－1", "＠x"]
)
def test_a_cell_that_would_run_is_made_text(cell: str):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "学完《=1+1》，考核 60 分。", "1.5", "-1.5", "0000 0001 3", "2026年3月1日"])
def test_other_cells_stay_as_they_are(cell: str):
    assert harmless(cell) == cell
