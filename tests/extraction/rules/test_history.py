import pytest

from reqx.extraction.rules.history import history
from tests.extraction.make import document, paragraph, row


@pytest.mark.parametrize(
    "date", ["12/03/2019", "2019-03-12", "12 March 2019", "3 mars 2019", "Mar-19"]
)
def test_row_with_a_version_and_a_date_is_history(date: str) -> None:
    assert history(document(row("1.2", date, "A. Baker", "New oven")).blocks) == {0}


def test_row_under_columns_of_a_history_is_history() -> None:
    said = row("A", "spring", "New oven", headers=("Revision", "Date", "What"))
    assert history(document(said).blocks) == {0}


@pytest.mark.parametrize(
    "cells",
    [
        ("1.2", "The oven shall be delivered before winter", "12/03/2019"),
        ("3.1.10", "Hot water", "Kitchen"),
        ("REQ-002", "Hot water", "2.5"),
        ("10.03.08", "Hot water"),
    ],
)
def test_row_of_requirements_is_no_history(cells: tuple[str, ...]) -> None:
    assert not history(document(row(*cells)).blocks)


def test_paragraph_is_no_history() -> None:
    assert not history(document(paragraph("Version 1.2 of 12 March 2019")).blocks)
