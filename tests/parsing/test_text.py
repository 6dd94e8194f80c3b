import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqx.model.blocks import Block, BlockKind, ParsedDocument
from reqx.parsing import TEXT, text

HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM
BODY = """\
The pump station feeds the upper reservoir through two pipes of equal
width and empties into the river below the weir when the level rises
above the mark that was cut into the eastern wall during the flood.
"""


def read(tmp_path: Path, source: str | bytes) -> ParsedDocument:
    path = tmp_path / "a.txt"
    path.write_bytes(source.encode() if isinstance(source, str) else source)
    return text.read(path, lambda _done, _total: None)


def blocks(tmp_path: Path, source: str) -> tuple[Block, ...]:
    return read(tmp_path, source).blocks


def texts(tmp_path: Path, source: str) -> list[str]:
    return [block.text for block in blocks(tmp_path, source)]


def test_file_without_form_feeds_is_one_part(tmp_path: Path) -> None:
    found = read(tmp_path, "a gate\n\f")
    assert (found.media_type, found.parser, found.text) == (TEXT, "text/1", "a gate")
    assert [page.number for page in found.pages] == [None]


def test_progress_is_told_at_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    (tmp_path / "a.txt").write_text("a\fb")
    text.read(tmp_path / "a.txt", lambda done, total: told.append((done, total)))
    assert told == [(2, 2)]


def test_wrapped_lines_are_one_paragraph(tmp_path: Path) -> None:
    assert texts(tmp_path, BODY + "\n" + BODY) == [" ".join(BODY.split())] * 2


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028"])
def test_line_ends_of_all_systems_are_known(tmp_path: Path, end: str) -> None:
    assert texts(tmp_path, f"One two{end}three.{end}{end}Four.") == ["One two three.", "Four."]


def test_long_lines_are_paragraphs_of_their_own(tmp_path: Path) -> None:
    line = " ".join(BODY.split())
    assert texts(tmp_path, f"{line}\n{line}\nShort one.\n{line}") == [
        line,
        line,
        "Short one.",
        line,
    ]


def test_short_lines_stay_apart(tmp_path: Path) -> None:
    assert texts(tmp_path, BODY + "\nACME Ltd\n12 Main Street\nLondon")[1:] == [
        "ACME Ltd",
        "12 Main Street",
        "London",
    ]


def test_fields_of_a_form_stay_apart(tmp_path: Path) -> None:
    found = texts(
        tmp_path, f"{BODY}\nID: FR-3\nPriority: high\nText: The gate shall close\nat night."
    )
    assert found[1:] == ["ID: FR-3", "Priority: high", "Text: The gate shall close at night."]


def test_hyphen_goes_by_the_vocabulary_of_the_document(tmp_path: Path) -> None:
    found = texts(
        tmp_path, f"The reservoir is a plus-value. The reser-\nvoir is of plus-\nvalue.\n\n{BODY}"
    )
    assert found[0].endswith("The reservoir is of plus-value.")


def test_identifier_broken_over_lines_stays_whole(tmp_path: Path) -> None:
    assert texts(tmp_path, "It follows from REQ-12-\n03) of the annex.") == [
        "It follows from REQ-12-03) of the annex."
    ]


def test_hyphen_before_a_conjunction_keeps_its_space(tmp_path: Path) -> None:
    assert texts(tmp_path, "The client-\nand server-side checks.") == [
        "The client- and server-side checks."
    ]


def test_soft_hyphen_at_a_line_end_is_a_hyphen(tmp_path: Path) -> None:
    assert texts(tmp_path, "gates shut. The ga\u00ad\ntes open.") == ["gates shut. The gates open."]


def test_list_has_labels_levels_and_introduction(tmp_path: Path) -> None:
    found = blocks(
        tmp_path,
        "The system serves:\n\n  a) guests, who\n     may read;\n"
        "  b) staff:\n     - by day\n     - at night\n  c) nobody else.",
    )
    assert [(b.kind, b.label, b.level, b.intro) for b in found[1:]] == [
        (ITEM, "a)", 1, 0),
        (ITEM, "b)", 1, 0),
        (ITEM, "-", 2, 2),
        (ITEM, "-", 2, 2),
        (ITEM, "c)", 1, 0),
    ]
    assert found[1].text == "a) guests, who may read;"


def test_dash_within_a_sentence_is_no_bullet(tmp_path: Path) -> None:
    wrapped = BODY.replace("\nabove", "\n- above")
    assert texts(tmp_path, wrapped) == [" ".join(wrapped.split())]


@pytest.mark.parametrize("word", ["10-year plans hold.", "*bold* words hold.", "RS-232 is a plug."])
def test_words_are_no_labels(tmp_path: Path, word: str) -> None:
    [block] = blocks(tmp_path, word)
    assert (block.kind, block.label) == (PARAGRAPH, "")


def test_identifiers_of_a_series_are_labels(tmp_path: Path) -> None:
    found = blocks(tmp_path, "FR-1   The gate shall\n       close.\nFR-2   The gate shall open.")
    assert [(b.label, b.text) for b in found] == [
        ("FR-1", "FR-1 The gate shall close."),
        ("FR-2", "FR-2 The gate shall open."),
    ]


def test_drawn_table_is_rows_under_headers(tmp_path: Path) -> None:
    found = blocks(
        tmp_path,
        "+----+-----------+\n| Id | Text      |\n+====+===========+\n"
        "| R1 | The pump  |\n|    | shall run |\n"
        "+----+-----------+\n| R2 | The valve |\n+----+-----------+",
    )
    assert [b.is_header_row for b in found] == [True, False, False]
    assert [(c.header, c.text) for c in found[1].cells] == [
        ("Id", "R1"),
        ("Text", "The pump shall run"),
    ]


def test_table_in_columns_is_rows(tmp_path: Path) -> None:
    found = blocks(
        tmp_path,
        "Code   Meaning   Unit\n-----  --------  ----\nA1     Flow      m3\nA2     Pressure  bar",
    )
    assert [[(c.header, c.text) for c in b.cells] for b in found[1:]] == [
        [("Code", "A1"), ("Meaning", "Flow"), ("Unit", "m3")],
        [("Code", "A2"), ("Meaning", "Pressure"), ("Unit", "bar")],
    ]


def test_tabs_part_cells(tmp_path: Path) -> None:
    found = blocks(tmp_path, "Flow\tm3\t5\nPressure of air\tbar\t6")
    assert [[c.text for c in b.cells] for b in found] == [
        ["Flow", "m3", "5"],
        ["Pressure of air", "bar", "6"],
    ]


def test_justified_text_is_no_table(tmp_path: Path) -> None:
    justified = (
        BODY.replace("pump ", "pump  ").replace("into ", "into   ").replace("mark", "  mark")
    )
    assert texts(tmp_path, justified) == [" ".join(BODY.split())]


def test_damaged_letters_are_mended_with_a_warning(tmp_path: Path) -> None:
    found = read(tmp_path, "Cr√©er un acc√®s")
    assert found.text == "Créer un accès"
    assert [warning[-10:] for warning in found.warnings] == ["mended: 1."]


def test_encoding_that_was_guessed_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, "Créer".encode("cp1252"))
    assert (found.text, len(found.warnings)) == ("Créer", 1)


def test_printer_controls_leave_no_trace(tmp_path: Path) -> None:
    assert texts(tmp_path, "N\bNA\bA_\bm_\be\x1b[1m gate\x1b[0m\x1a") == ["NAme gate"]


WORDS = st.sampled_from(
    "gate Pump SHALL 1. 2.1 a) - • FR-1 x- | Name: ==== --- |a| +--+ été 12 end.".split()  # noqa: SIM905 - shorter
)
BREAKS = st.sampled_from(["\f", ". . . 3", "Table 1:", "\t", "  ", "\n", "\n   ", "\n\n"])


@given(st.lists(WORDS | BREAKS, max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_letter_is_lost(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    source = "start " + " ".join(words)
    path = tmp_path_factory.getbasetemp() / "words.txt"
    path.write_text(source)
    found = text.read(path, lambda _done, _total: None)
    furniture = {re.sub(r"\d+", "#", line) for line in found.furniture}
    lines = (" ".join(line.split()) for line in re.split("[\n\f]", source))
    kept = [line for line in lines if re.sub(r"\d+", "#", line) not in furniture]
    # A heading that is also a running header stays once.
    assert len(letters(found.text)) >= len(letters(" ".join(kept)))
    assert set(letters(source)) == set(letters(found.text + " ".join(found.furniture)))


def letters(words: str) -> str:
    return "".join(re.findall(r"[^\W_]", words))
