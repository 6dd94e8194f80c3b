from pathlib import Path

from reqx.model.blocks import BlockKind
from tests.parsing.docx.make import (
    abstract,
    blocks,
    level,
    listed,
    note,
    num,
    p,
    read,
    reference,
    run,
    sdt,
    tbl,
    tc,
    texts,
    tr,
)

BOX = "<w:txbxContent>{}</w:txbxContent>"
SHAPE = f"<w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing>"
PICTURE = f"<w:pict><v:textbox>{BOX}</v:textbox></w:pict>"
DELETED_END = "<w:rPr><w:del/></w:rPr>"


def test_content_control_is_looked_through_everywhere(tmp_path: Path) -> None:
    in_row = f"<w:tr>{tc('c')}{sdt(tc('d'))}</w:tr>"
    in_cell = tr(tc(sdt(p("e"))), tc("f"))
    body = sdt(p("a")) + p(sdt(run("b"))) + tbl(in_row, sdt(in_cell)) + sdt(tbl(tr("g", "h")))
    assert texts(tmp_path, body) == ["a", "b", "c d", "e f", "g h"]


def test_text_box_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    choice = f"<mc:Choice Requires='wps'>{SHAPE.format(p('box'))}</mc:Choice>"
    fallback = f"<mc:Fallback>{PICTURE.format(p('box'))}</mc:Fallback>"
    alternates = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"
    found = blocks(tmp_path, p(run("a ") + alternates + run("b")) + p("c"))
    assert [(b.text, b.part) for b in found] == [
        ("a b", "body"),
        ("box", "text box"),
        ("c", "body"),
    ]


def test_old_text_box_and_box_in_a_box_are_read(tmp_path: Path) -> None:
    inner = p(run("outer") + f"<w:r>{PICTURE.format(p('inner'))}</w:r>")
    assert texts(tmp_path, p(f"<w:r>{PICTURE.format(inner)}</w:r>")) == ["outer", "inner"]


def test_footnote_follows_the_block_that_refers_to_it(tmp_path: Path) -> None:
    notes = note("footnote", 5, p("later")) + note("footnote", 2, p("first"))
    body = p(run("a") + reference("footnote", 2)) + p(run("b") + reference("footnote", 5))
    found = blocks(tmp_path, body, footnotes=notes)
    assert [b.text for b in found] == ["a", "1 first", "b", "2 later"]
    assert (found[1].kind, found[1].label, found[1].part) == (BlockKind.NOTE, "1", "footnote")


def test_endnote_is_numbered_in_roman(tmp_path: Path) -> None:
    body = p(run("a") + reference("endnote", 1))
    assert texts(tmp_path, body, endnotes=note("endnote", 1, p("n"))) == ["a", "i n"]


def test_note_with_a_mark_of_its_own_takes_no_number(tmp_path: Path) -> None:
    marked = reference("footnote", 1).replace("w:id", 'w:customMarkFollows="1" w:id')
    body = p(run("a") + marked + run("*")) + p(run("b") + reference("footnote", 2))
    notes = note("footnote", 1, p("* x")) + note("footnote", 2, p("y"))
    assert texts(tmp_path, body, footnotes=notes) == ["a*", "* x", "b", "1 y"]


def test_note_of_a_cell_follows_the_row(tmp_path: Path) -> None:
    row = tr(tc(p(run("a") + reference("footnote", 1))), "b")
    found = texts(tmp_path, tbl(row), footnotes=note("footnote", 1, p("n")))
    assert found == ["a b", "1 n"]


def test_note_that_refers_to_itself_is_read_once(tmp_path: Path) -> None:
    content = p(run("n") + reference("footnote", 1))
    body = p(run("a") + reference("footnote", 1)) + p(run("b") + reference("footnote", 1))
    assert texts(tmp_path, body, footnotes=note("footnote", 1, content)) == ["a", "1 n", "b"]


def test_separator_of_the_footnotes_is_no_note(tmp_path: Path) -> None:
    separator = '<w:footnote w:type="separator" w:id="0">' + p("line") + "</w:footnote>"
    body = p(run("a") + reference("footnote", 0))
    assert texts(tmp_path, body, footnotes=separator) == ["a"]


def test_comment_is_a_block_after_its_place(tmp_path: Path) -> None:
    body = p(run("a") + reference("comment", 0)) + p("b")
    found = blocks(tmp_path, body, comments=note("comment", 0, p("why?")))
    assert [(b.text, b.kind) for b in found] == [
        ("a", BlockKind.PARAGRAPH),
        ("why?", BlockKind.COMMENT),
        ("b", BlockKind.PARAGRAPH),
    ]


def test_paragraph_whose_end_was_deleted_runs_on(tmp_path: Path) -> None:
    assert texts(tmp_path, p("one ", DELETED_END) + p("two")) == ["one two"]


def test_paragraph_takes_the_list_of_the_end_that_is_left(tmp_path: Path) -> None:
    lists = abstract(0, level(0, "decimal", "%1.")) + num(1, 0)
    body = listed("x", 1) + p("a", DELETED_END) + listed("b", 1)
    assert texts(tmp_path, body, numbering=lists) == ["1. x", "2. ab"]


def test_deleted_end_before_a_table_ends_the_paragraph(tmp_path: Path) -> None:
    body = p("one", DELETED_END) + tbl(tr("a", "b")) + p("last", DELETED_END)
    assert texts(tmp_path, body) == ["one", "a b", "last"]


def test_paragraph_in_a_paragraph_is_not_lost(tmp_path: Path) -> None:
    assert texts(tmp_path, p(run("a") + p("b") + tbl(tr("c", "d")))) == ["a", "b", "c d"]


def test_running_header_is_furniture(tmp_path: Path) -> None:
    document = read(tmp_path, p("a"), header=p("Ref 12") + p("Ref 12"), footer=tbl(tr("x", "y")))
    assert document.furniture == ("Ref 12", "x y")
    assert document.text == "a"


def test_headers_do_not_count_in_the_lists_of_the_text(tmp_path: Path) -> None:
    lists = abstract(0, level(0, "decimal", "%1.")) + num(1, 0)
    found = texts(tmp_path, listed("x", 1), numbering=lists, header=listed("h", 1))
    assert found == ["1. x"]


def test_table_in_a_note_stays_a_table(tmp_path: Path) -> None:
    body = p(run("a") + reference("footnote", 1))
    found = blocks(tmp_path, body, footnotes=note("footnote", 1, p("n") + tbl(tr("x", "y"))))
    assert [(b.kind, b.text) for b in found[1:]] == [
        (BlockKind.NOTE, "1 n"),
        (BlockKind.TABLE_ROW, "x y"),
    ]


def test_alternatives_between_paragraphs_are_read_once(tmp_path: Path) -> None:
    choice = f'<mc:Choice Requires="x">{p("a")}</mc:Choice>'
    both = f"<mc:AlternateContent>{choice}<mc:Fallback>{p('a')}</mc:Fallback></mc:AlternateContent>"
    neither = "<mc:AlternateContent/>"
    empty = '<mc:AlternateContent><mc:Choice Requires="x"/></mc:AlternateContent>'
    assert texts(tmp_path, both + neither + empty + p(run("b") + neither)) == ["a", "b"]
