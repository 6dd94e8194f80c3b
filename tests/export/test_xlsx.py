import io
import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reqx.errors import OutputError
from reqx.export import Format, write, xlsx
from reqx.export.row import COLUMNS, Written
from tests.export.rows import HOSTILE, Found, stating

STATEMENT = [column.title for column in COLUMNS].index("Requirement") + 1


def written(rows: list[Found]) -> tuple[bytes, Written]:
    stream = io.BytesIO()
    summary = write(Format.XLSX, rows, stream)
    return stream.getvalue(), summary


def sheet(rows: list[Found]) -> Worksheet:
    found = load_workbook(io.BytesIO(written(rows)[0])).active
    assert isinstance(found, Worksheet)
    return found


def statements(rows: list[Found]) -> list[object]:
    return [row[0].value for row in sheet(rows).iter_rows(2, None, STATEMENT, STATEMENT)]


def test_every_text_arrives_unchanged() -> None:
    assert statements(stating(HOSTILE)) == list(HOSTILE)


def test_every_text_cell_is_text() -> None:
    cells = sheet(stating(HOSTILE)).iter_rows(2, None, STATEMENT, STATEMENT)
    assert {cell.data_type for [cell] in cells} == {"s"}


def test_no_formula_and_no_link_is_in_the_file() -> None:
    with zipfile.ZipFile(io.BytesIO(written(stating(HOSTILE))[0])) as parts:
        content = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in content
    assert b"<hyperlink" not in content


def test_creation_time_is_fixed() -> None:
    with zipfile.ZipFile(io.BytesIO(written([Found()])[0])) as parts:
        assert b"2000-01-01T00:00:00Z" in parts.read("docProps/core.xml")


def test_page_and_confidence_are_numbers() -> None:
    values = [cell.value for cell in sheet([Found()])[2]]
    line = dict(zip((column.title for column in COLUMNS), values, strict=True))
    assert (line["Page"], line["Confidence"]) == (2, 0.9)


def test_titles_are_frozen_and_filtered() -> None:
    found = sheet([Found(), Found()])
    assert found.freeze_panes == "B2"
    assert found.auto_filter.ref == "A1:T3"
    assert [cell.value for cell in found[1]] == [column.title for column in COLUMNS]


def test_control_characters_are_stripped() -> None:
    assert statements(stating(["a\x00\x1bb\ufffe", "two\nlines"])) == ["ab", "two\nlines"]


@pytest.mark.parametrize("text", ["x" * 32_768, "😀" * 20_000])
def test_text_over_the_cell_limit_goes_on_in_the_next_line(text: str) -> None:
    data, summary = written(stating([text]))
    found = load_workbook(io.BytesIO(data)).active
    assert isinstance(found, Worksheet)
    lines = [[cell.value for cell in row] for row in found.iter_rows(2)]
    assert "".join(str(line[STATEMENT - 1]) for line in lines) == text
    assert len({line[0] for line in lines}) == 1
    assert (summary.rows, len(summary.warnings)) == (1, 1)


def test_text_at_the_cell_limit_stays_whole() -> None:
    assert statements(stating(["x" * 32_767])) == ["x" * 32_767]


def test_more_rows_than_a_sheet_holds_are_refused() -> None:
    with pytest.raises(OutputError, match="a sheet holds 2 rows"):
        xlsx.write(stating("abc"), io.BytesIO(), row_limit=2)
