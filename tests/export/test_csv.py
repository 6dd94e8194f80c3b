import csv
import io

import pytest

from reqx.export import Format, write
from reqx.export.row import COLUMNS, Layout
from tests.export.rows import HOSTILE, Found, stating

FORMULAS = ("=1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1")


def written(rows: list[Found], layout: Layout | None = None) -> bytes:
    stream = io.BytesIO()
    write(Format.CSV, rows, stream, layout or Layout())
    return stream.getvalue()


def read(data: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=delimiter))


def test_columns_are_those_of_every_table() -> None:
    [row] = read(written([Found()]))
    assert list(row) == [column.title for column in COLUMNS]
    assert row["Requirement"] == "The pump shall stop within 2 s."
    assert (row["Page"], row["Section"], row["Obligation"]) == (
        "2",
        "3 Pumps > 3.1 Stop",
        "mandatory",
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_gets_an_apostrophe(text: str) -> None:
    [row] = read(written(stating([text])))
    assert row["Requirement"] == f"'{text}"


def test_other_text_arrives_unchanged() -> None:
    plain = [text for text in HOSTILE if not text.startswith(tuple("=+-@\t"))]
    rows = read(written(stating(plain)))
    assert [row["Requirement"] for row in rows] == plain


def test_raw_cells_arrive_unchanged() -> None:
    rows = read(written(stating(HOSTILE), Layout(raw=True)))
    assert [row["Requirement"] for row in rows] == list(HOSTILE)


def test_delimiter_is_obeyed() -> None:
    data = written(stating(["a; b, c"]), Layout(delimiter=";"))
    assert read(data, ";")[0]["Requirement"] == "a; b, c"
    assert data.decode("utf-8-sig").startswith("ID;Document;")


def test_byte_order_mark_and_line_ends_are_excels() -> None:
    data = written([Found()])
    assert data.startswith(b"\xef\xbb\xbfID")
    assert data.endswith(b"\r\n")


def test_control_characters_are_stripped() -> None:
    [row] = read(written(stating(["a\x00\x1b[31mb\x9b"])))
    assert row["Requirement"] == "a[31mb"


def test_stream_stays_open() -> None:
    stream = io.BytesIO()
    write(Format.CSV, [], stream)
    assert not stream.closed
