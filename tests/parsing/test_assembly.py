from collections.abc import Sequence

from reqx.model.blocks import BlockKind, ParsedDocument
from reqx.parsing.assembly import Draft, DraftCell, DraftPage, Line, assemble


def paragraph(*lines: Line | str, page: int | None = 1) -> Draft:
    placed = tuple(Line(x, page) if isinstance(x, str) else x for x in lines)
    return Draft(BlockKind.PARAGRAPH, placed)


def item(text: str, level: int = 1) -> Draft:
    return Draft(BlockKind.LIST_ITEM, (Line(text, 1),), level=level)


def heading(text: str, level: int) -> Draft:
    return Draft(BlockKind.HEADING, (Line(text, 1),), level=level)


def row(*cells: Sequence[Line]) -> Draft:
    return Draft(BlockKind.TABLE_ROW, cells=tuple(DraftCell("", tuple(lines)) for lines in cells))


def assembled(*drafts: Draft, pages: int = 3) -> ParsedDocument:
    return assemble("x/y", "test", [DraftPage(n + 1, f"p{n + 1}") for n in range(pages)], drafts)


def test_blocks_are_separated_by_a_line_feed_and_pages_by_a_form_feed() -> None:
    found = assembled(paragraph("a b"), paragraph("c"), paragraph("d", page=3))
    assert found.text == "a b\nc\f\fd"
    assert [page.text for page in found.pages] == ["a b\nc", "", "d"]
    assert [block.page_label for block in found.blocks] == ["p1", "p1", "p3"]


def test_lines_are_joined_by_a_space_unless_glued() -> None:
    found = assembled(
        paragraph(Line("reser", 1, is_glued=True), Line("voir gate", 1), "shut"), pages=1
    )
    assert found.text == "reservoir gate shut"


def test_paragraph_over_a_page_break_holds_the_form_feed() -> None:
    found = assembled(paragraph(Line("the gate", 1), Line("is shut", 2)), pages=2)
    (block,) = found.blocks
    assert found.text == "the gate\fis shut"
    assert (block.text, block.page) == ("the gate is shut", 1)
    assert (found.pages[1].start, found.pages[1].end) == (9, len(found.text))


def test_cells_are_separated_by_a_tab_and_empty_ones_keep_their_place() -> None:
    found = assembled(row([Line("R-1", 1)], [], [Line("It shall", 1), Line("ring.", 2)]))
    (block,) = found.blocks
    assert found.pages[0].text == "R-1\t\tIt shall ring."
    assert [cell.text for cell in block.cells] == ["R-1", "", "It shall ring."]
    assert block.text == "R-1 It shall ring."


def test_draft_without_words_is_no_block() -> None:
    assert assembled(paragraph("  "), row([], [])).blocks == ()


def test_white_space_of_lines_is_joined() -> None:
    assert assembled(paragraph("  a \t b\u00a0c "), pages=1).text == "a b c"


def test_regions_keep_page_box_and_range() -> None:
    found = assembled(
        paragraph(Line("the gate", 1, (0, 0, 9, 9)), Line("is", 2, (1, 1, 2, 2))), pages=2
    )
    (block,) = found.blocks
    assert [found.slice(region.start, region.end) for region in block.regions] == ["the gate", "is"]
    assert [region.page for region in block.regions] == [1, 2]


def test_section_is_the_path_of_the_headings_above() -> None:
    found = assembled(
        heading("1 A", 1), heading("1.1 B", 2), paragraph("x"), heading("2 C", 1), paragraph("y")
    )
    sections = [block.section for block in found.blocks]
    assert sections == [(), ("1 A",), ("1 A", "1.1 B"), (), ("2 C",)]


def test_items_belong_to_the_block_that_introduces_them() -> None:
    found = assembled(
        paragraph("It shall have:"),
        item("a gate:"),
        item("of steel", 2),
        item("a lock"),
        paragraph("Then"),
        item("more"),
    )
    assert [block.intro for block in found.blocks] == [None, 0, 1, 0, None, None]


def test_caption_and_note_do_not_cut_a_table_from_its_introduction() -> None:
    caption = Draft(BlockKind.CAPTION, (Line("Table 1: Limits", 1),))
    note = Draft(BlockKind.NOTE, (Line("1 at sea level", 1),))
    found = assembled(paragraph("These limits apply:"), caption, note, row([Line("5 V", 1)]))
    assert [block.intro for block in found.blocks] == [None, None, None, 0]


def test_format_without_pages_has_one_part() -> None:
    found = assemble("x/y", "test", [DraftPage(None)], [paragraph("a", page=None)])
    assert (found.pages[0].number, found.blocks[0].page) == (None, None)
