from pathlib import Path

import pytest

from reqx.errors import TooLarge, Unreadable
from reqx.model.blocks import BlockKind
from reqx.parsing import CSV
from reqx.parsing.sheet import csv
from reqx.parsing.sheet.csv import sniffed
from tests.parsing.sheet.make import cells, csv_rows, read_csv

TABLE = [["Id", "Text", "Prio"], ["R1", "It runs", "1"], ["R2", "It stops", "2"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_ends_are_found(tmp_path: Path, delimiter: str, end: str) -> None:
    assert csv_rows(tmp_path, end.join(delimiter.join(record) for record in TABLE)) == TABLE


def test_row_has_its_headers_and_the_range_of_its_cells(tmp_path: Path) -> None:
    found = read_csv(tmp_path, "Id,Text\nR1,It runs\n")
    assert (found.media_type, found.parser) == (CSV, csv.PARSER)
    assert [(b.kind, b.is_header_row, b.part) for b in found.blocks] == [
        (BlockKind.TABLE_ROW, True, "A1:B1"),
        (BlockKind.TABLE_ROW, False, "A2:B2"),
    ]
    assert cells(found.blocks[1]) == [("Id", "R1"), ("Text", "It runs")]


def test_quoted_field_may_hold_line_ends_quotes_and_delimiters(tmp_path: Path) -> None:
    content = 'Id;Text\nR1;"It runs;\r\nand ""stops"""\n'
    assert csv_rows(tmp_path, content)[1] == ["R1", 'It runs; and "stops"']


def test_commas_in_sentences_are_no_delimiters() -> None:
    lines = ["Id;Text", "R1;It runs, and stops.", "R2;It waits, then starts, or not."]
    assert sniffed("\n".join(lines)) == ";"


def test_decimal_commas_are_no_delimiters() -> None:
    assert sniffed("a;b\n1,5;2,5\n3,5;4,5\n") == ";"


def test_stated_delimiter_counts_and_is_no_row(tmp_path: Path) -> None:
    found = read_csv(tmp_path, "sep=|\nId|Text, long\nR1|x, y\n")
    assert [b.text for b in found.blocks] == ["Id Text, long", "R1 x, y"]
    assert found.blocks[1].part == "A3:B3"


def test_one_column_is_read(tmp_path: Path) -> None:
    assert csv_rows(tmp_path, "It runs.\nIt stops.\n") == [["It runs."], ["It stops."]]


def test_rows_of_other_lengths_are_read_and_named(tmp_path: Path) -> None:
    found = read_csv(tmp_path, "Id,Text\nR1,x\nR2\nR3,y,z\nR4,w\n")
    assert [b.text for b in found.blocks[2:4]] == ["R2", "R3 y z"]
    assert found.warnings == ("2 rows have more or fewer cells than most of them have.",)


def test_empty_rows_are_skipped_and_empty_cells_keep_their_column(tmp_path: Path) -> None:
    found = read_csv(tmp_path, "Id,Text,Note\n\n,,\nR1,,n\n")
    assert cells(found.blocks[1]) == [("Id", "R1"), ("Note", "n")]
    assert found.blocks[1].part == "A4:C4"


def test_quotation_that_is_not_closed_loses_no_line(tmp_path: Path) -> None:
    found = read_csv(tmp_path, 'Id,Text\nR1,"open\nR2,x\nR3,y\n')
    assert [b.text for b in found.blocks] == ["Id Text", 'R1 "open', "R2 x", "R3 y"]
    assert found.warnings[0].startswith("A quotation mark is not closed")


def test_stray_quotes_inside_a_field_are_text(tmp_path: Path) -> None:
    assert csv_rows(tmp_path, 'Id,Text\nR1,a 5" pipe\n')[1] == ["R1", 'a 5" pipe']


def test_long_field_is_read(tmp_path: Path) -> None:
    assert len(csv_rows(tmp_path, f'Id,Text\nR1,"{"word " * 40_000}"\n')[1][1]) == 199_999


def test_line_separators_inside_a_field_end_no_record(tmp_path: Path) -> None:
    assert csv_rows(tmp_path, "Id,Text\nR1,a\u2028b\x0bc\n")[1] == ["R1", "a b c"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    content = "Id;Texte\nR1;Créer où il est prévu\n".encode(encoding)
    assert csv_rows(tmp_path, content)[1] == ["R1", "Créer où il est prévu"]


def test_guessed_encoding_is_named(tmp_path: Path) -> None:
    content = "Id;Texte\nR1;Créer à côté où c'est prévu, déjà réglé\n" * 5
    found = read_csv(tmp_path, content.encode("cp1252"))
    assert "Créer à côté" in found.text
    assert found.warnings[0].startswith("The file does not state its encoding")


def test_mojibake_is_mended_and_named(tmp_path: Path) -> None:
    wrong = "Créer où « été » à côté".encode().decode("mac_roman")
    found = read_csv(tmp_path, f"Id;Texte\nR1;{wrong}\n")
    assert "Créer où « été » à côté" in found.text
    assert "mojibake" in found.warnings[0]


def test_empty_file_says_so(tmp_path: Path) -> None:
    found = read_csv(tmp_path, "\n,,\n")
    assert (found.blocks, found.warnings) == ((), ("The document has no text.",))


def test_nul_does_not_come_through(tmp_path: Path) -> None:
    assert "\0" not in read_csv(tmp_path, "Id,Text\n" + "R1,some words\n" * 50 + "R2,a\0b").text


def test_rubbish_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"made\.csv"):
        read_csv(tmp_path, bytes(range(32)) * 100)


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match="columns"):
        read_csv(tmp_path, "x," * (csv.MAX_COLUMNS + 1))


def test_progress_is_told_at_the_end_and_reading_is_deterministic(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    (tmp_path / "a.csv").write_text("a,b\nc,d\n")
    found = csv.read(tmp_path / "a.csv", lambda done, total: told.append((done, total)))
    assert told == [(1, None)]
    assert csv.read(tmp_path / "a.csv", lambda _done, _total: None) == found
