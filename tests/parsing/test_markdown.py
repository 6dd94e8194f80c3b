from pathlib import Path

import pytest

from reqx.model.blocks import Block, BlockKind, ParsedDocument
from reqx.parsing import MARKDOWN, markdown

HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM


def read(tmp_path: Path, source: str | bytes) -> ParsedDocument:
    path = tmp_path / "a.md"
    path.write_bytes(source.encode() if isinstance(source, str) else source)
    return markdown.read(path, lambda _done, _total: None)


def blocks(tmp_path: Path, source: str) -> tuple[Block, ...]:
    return read(tmp_path, source).blocks


def texts(tmp_path: Path, source: str) -> list[str]:
    return [block.text for block in blocks(tmp_path, source)]


def test_document_is_one_part_without_page_numbers(tmp_path: Path) -> None:
    found = read(tmp_path, "a\fb\r\n\r\nc")
    assert (found.media_type, found.parser, found.text) == (MARKDOWN, "markdown/1", "a b\nc")
    assert [page.number for page in found.pages] == [None]


def test_headings_give_the_section(tmp_path: Path) -> None:
    found = blocks(tmp_path, "# 1. Gate\n## 1.2 Speed\nx\n\nLevel\n=====\ny")
    assert [(b.level, b.label, b.text) for b in found if b.kind is HEADING] == [
        (1, "1.", "1. Gate"),
        (2, "1.2", "1.2 Speed"),
        (1, "", "Level"),
    ]
    assert found[2].section == ("1. Gate", "1.2 Speed")


def test_sentence_above_a_rule_is_no_heading(tmp_path: Path) -> None:
    [found] = blocks(tmp_path, "The gate shall\nclose.\n---\n")
    assert (found.kind, found.text) == (PARAGRAPH, "The gate shall close.")


def test_marks_of_emphasis_go(tmp_path: Path) -> None:
    source = (
        "The *gate* **shall** `open()` ~~now~~ [by day](http://a.b) &amp; <b>on</b> ![arms](a.png)"
    )
    assert texts(tmp_path, source) == ["The gate shall open() now by day & on arms"]


def test_nested_lists_have_labels_and_levels(tmp_path: Path) -> None:
    found = blocks(
        tmp_path, "Users:\n\n1. guests\n   - by day\n   * by night\n2) staff\n   1. all\n"
    )
    assert [(b.kind, b.label, b.level, b.intro) for b in found[1:]] == [
        (ITEM, "1.", 1, 0),
        (ITEM, "-", 2, 0),
        (ITEM, "*", 2, 0),
        (ITEM, "2)", 1, 0),
        (ITEM, "1.", 2, 0),
    ]


def test_numbers_stay_as_written(tmp_path: Path) -> None:
    assert texts(tmp_path, "1. a\n3. b\n7. c\n") == ["1. a", "3. b", "7. c"]


def test_numbers_that_are_all_one_are_counted(tmp_path: Path) -> None:
    assert texts(tmp_path, "4. a\n4. b\n4. c\n") == ["4. a", "5. b", "6. c"]


def test_second_paragraph_of_an_item_belongs_to_it(tmp_path: Path) -> None:
    found = blocks(tmp_path, "- a\n\n  b\n")
    assert [(b.kind, b.label, b.level, b.text) for b in found] == [
        (ITEM, "-", 1, "- a"),
        (ITEM, "", 1, "b"),
    ]


def test_lettered_lines_are_items(tmp_path: Path) -> None:
    found = blocks(tmp_path, "As follows:\na) one\nand more\nb) two\n")
    assert [(b.label, b.text, b.intro) for b in found[1:]] == [
        ("a)", "a) one and more", 0),
        ("b)", "b) two", 0),
    ]


def test_table_is_rows_under_headers(tmp_path: Path) -> None:
    found = blocks(
        tmp_path, "| Id | Text |\n|---|---|\n| R1 | The gate<br>shall *close* |\n| R2 | a \\| b |"
    )
    assert [b.is_header_row for b in found] == [True, False, False]
    assert [[(c.header, c.text) for c in b.cells] for b in found[1:]] == [
        [("Id", "R1"), ("Text", "The gate shall close")],
        [("Id", "R2"), ("Text", "a | b")],
    ]


def test_cells_beyond_the_last_column_are_kept(tmp_path: Path) -> None:
    found = blocks(tmp_path, "| Id |\n|---|\n| R1 | shall close |\n")
    assert [(c.header, c.text) for c in found[1].cells] == [("Id", "R1"), ("", "shall close")]


def test_quotation_is_paragraphs(tmp_path: Path) -> None:
    found = blocks(tmp_path, "> # Gate\n> shall close\n\nafter")
    assert [(b.kind, b.text, b.section) for b in found] == [
        (PARAGRAPH, "Gate", ()),
        (PARAGRAPH, "shall close", ()),
        (PARAGRAPH, "after", ()),
    ]


@pytest.mark.parametrize("source", ["```\nx = *1*\ny\n\nz\n```", "    x = *1*\n    y\n\n    z\n"])
def test_code_is_paragraphs(tmp_path: Path, source: str) -> None:
    found = blocks(tmp_path, source)
    assert [(b.kind, b.text, b.style.name) for b in found] == [
        (PARAGRAPH, "x = *1* y", "code"),
        (PARAGRAPH, "z", "code"),
    ]


def test_html_is_reduced_to_its_text(tmp_path: Path) -> None:
    source = (
        "<div><p>The gate</p>shall&nbsp;<i>close</i><script>no()</script><!-- no -->\n<li>x</div>"
    )
    assert texts(tmp_path, source) == ["The gate", "shall close", "x"]


@pytest.mark.parametrize("mark", ["---", "+++"])
def test_front_matter_is_furniture(tmp_path: Path, mark: str) -> None:
    found = read(tmp_path, f"{mark}\ntitle: Gate\nref: 7\n{mark}\n\nbody\n\n---\n\nmore")
    assert (found.furniture, found.text) == (("title: Gate", "ref: 7"), "body\nmore")


def test_footnotes_are_notes(tmp_path: Path) -> None:
    found = blocks(tmp_path, "a[^1] b[^2]\n\n[^1]: It shall close.\n\n[^2]: Deprecated\n")
    notes = [(b.label, b.text) for b in found if b.kind is BlockKind.NOTE]
    assert notes == [("[^1]:", "[^1]: It shall close."), ("[^2]:", "[^2]: Deprecated")]


def test_identifiers_are_labels(tmp_path: Path) -> None:
    found = blocks(tmp_path, "REQ-1 The gate shall close.\nREQ-2 The gate shall open.")
    assert [(b.label, b.text) for b in found] == [
        ("REQ-1", "REQ-1 The gate shall close."),
        ("REQ-2", "REQ-2 The gate shall open."),
    ]


@pytest.mark.parametrize("mark", [">", "- "])
def test_what_is_nested_too_deep_is_read_as_text(tmp_path: Path, mark: str) -> None:
    found = read(tmp_path, mark * 500 + "gate\n")
    assert "gate" in found.text
    assert [warning[-19:] for warning in found.warnings] == ["read as plain text."]


def test_damaged_letters_are_mended_with_a_warning(tmp_path: Path) -> None:
    found = read(tmp_path, "# Cr√©er un acc√®s")
    assert (found.text, len(found.warnings)) == ("Créer un accès", 1)


def test_encoding_that_was_guessed_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, "# Créer".encode("cp1252"))
    assert (found.text, found.warnings[0][-7:]) == ("Créer", "cp1252.")


def test_progress_is_told_at_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    (tmp_path / "a.md").write_text("a")
    markdown.read(tmp_path / "a.md", lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]
