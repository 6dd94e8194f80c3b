from pathlib import Path

from reqx.model.blocks import BlockKind
from tests.parsing.docx.make import (
    abstract,
    blocks,
    level,
    listed,
    num,
    p,
    restart,
    run,
    style,
    styled,
    texts,
)

OUTLINE = abstract(
    0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "%3)")
)


def test_levels_count_and_lower_ones_begin_again(tmp_path: Path) -> None:
    body = "".join(listed("x", 1, depth) for depth in (0, 1, 1, 0, 1))
    found = texts(tmp_path, body, numbering=OUTLINE + num(1, 0))
    assert found == ["1. x", "1.1 x", "1.2 x", "2. x", "2.1 x"]


def test_counters_are_shared_by_the_lists_of_one_abstract_list(tmp_path: Path) -> None:
    body = listed("x", 1) + listed("x", 2) + listed("x", 1)
    found = texts(tmp_path, body, numbering=OUTLINE + num(1, 0) + num(2, 0))
    assert found == ["1. x", "2. x", "3. x"]


def test_start_override_holds_once_per_list(tmp_path: Path) -> None:
    body = listed("x", 1) + listed("x", 2) + listed("x", 2) + listed("x", 1)
    lists = OUTLINE + num(1, 0) + num(2, 0, restart(0, 7))
    assert texts(tmp_path, body, numbering=lists) == ["1. x", "7. x", "8. x", "9. x"]


def test_start_override_holds_after_each_restart_of_its_level(tmp_path: Path) -> None:
    body = "".join(listed("x", 1, depth) for depth in (0, 1, 0, 1))
    lists = OUTLINE + num(1, 0, restart(1, 5))
    assert texts(tmp_path, body, numbering=lists) == ["1. x", "1.5 x", "2. x", "2.5 x"]


def test_lower_level_first_begins_its_upper_levels(tmp_path: Path) -> None:
    # As word processors do (Microsoft Q110380): the next upper number is then 2.
    body = listed("x", 1, 1) + listed("x", 1, 0)
    assert texts(tmp_path, body, numbering=OUTLINE + num(1, 0)) == ["1.1 x", "2. x"]


def test_level_that_never_restarts_counts_on(tmp_path: Path) -> None:
    lists = abstract(
        0, level(0, "decimal", "%1"), level(1, "decimal", "%2", '<w:lvlRestart w:val="0"/>')
    )
    body = "".join(listed("x", 1, depth) for depth in (0, 1, 0, 1))
    assert texts(tmp_path, body, numbering=lists + num(1, 0)) == ["1 x", "1 x", "2 x", "2 x"]


def test_level_restarts_only_after_the_level_it_names(tmp_path: Path) -> None:
    third = level(2, "decimal", "%3", '<w:lvlRestart w:val="1"/>')
    lists = abstract(0, level(0, "decimal", "%1"), level(1, "decimal", "%2"), third)
    body = "".join(listed("x", 1, depth) for depth in (0, 1, 2, 1, 2, 0, 2))
    found = texts(tmp_path, body, numbering=lists + num(1, 0))
    assert found == ["1 x", "1 x", "1 x", "2 x", "2 x", "2 x", "1 x"]


def test_legal_level_prints_every_number_as_decimal(tmp_path: Path) -> None:
    lists = abstract(
        0, level(0, "upperRoman", "%1"), level(1, "lowerLetter", "%1.%2", "<w:isLgl/>")
    )
    body = listed("x", 1) + listed("x", 1, 1)
    assert texts(tmp_path, body, numbering=lists + num(1, 0)) == ["I x", "1.1 x"]


def test_custom_format_is_padded_like_its_sample(tmp_path: Path) -> None:
    custom = '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
    lvl = (
        '<w:lvl w:ilvl="0"><w:start w:val="9"/><mc:AlternateContent><mc:Choice Requires="w14">'
        f'{custom}</mc:Choice></mc:AlternateContent><w:lvlText w:val="REQ-%1"/></w:lvl>'
    )
    body = listed("x", 1) + listed("x", 1)
    found = texts(tmp_path, body, numbering=abstract(0, lvl) + num(1, 0))
    assert found == ["REQ-009 x", "REQ-010 x"]


def test_num_id_zero_switches_off_the_numbering_of_the_style(tmp_path: Path) -> None:
    styles = style("N", "Numbered", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    off = p("x", '<w:pStyle w:val="N"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    body = styled("N", "x") + off + styled("N", "x")
    found = texts(tmp_path, body, styles=styles, numbering=OUTLINE + num(1, 0))
    assert found == ["1. x", "x", "2. x"]


def test_list_and_level_come_each_from_the_nearest_style(tmp_path: Path) -> None:
    styles = style(
        "H1", "heading 1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    ) + style(
        "H2",
        "heading 2",
        '<w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>',
    )
    body = styled("H1", "x") + styled("H2", "x")
    found = texts(tmp_path, body, styles=styles, numbering=OUTLINE + num(1, 0))
    assert found == ["1. x", "1.1 x"]


def test_level_is_found_by_the_style_it_is_linked_to(tmp_path: Path) -> None:
    numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    linked = level(1, "decimal", "%1.%2", '<w:pStyle w:val="H2"/>')
    lists = abstract(0, level(0, "decimal", "%1"), linked) + num(1, 0)
    styles = style("H1", "heading 1", numbered) + style("H2", "heading 2", numbered)
    body = styled("H1", "x") + styled("H2", "x")
    assert texts(tmp_path, body, styles=styles, numbering=lists) == ["1 x", "1.1 x"]


def test_numbering_style_stands_for_its_list(tmp_path: Path) -> None:
    numbered = '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'
    lists = (
        abstract(0, '<w:numStyleLink w:val="L"/>')
        + abstract(1, '<w:styleLink w:val="L"/>', level(0, "decimal", "§%1"))
        + num(1, 0)
        + num(2, 1)
    )
    styles = style("L", "Legal", numbered, kind="numbering")
    assert texts(tmp_path, listed("x", 1), styles=styles, numbering=lists) == ["§1 x"]


def test_numbering_styles_in_a_circle_number_nothing(tmp_path: Path) -> None:
    numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    lists = abstract(0, '<w:numStyleLink w:val="L"/>') + num(1, 0)
    styles = style("L", "Legal", numbered, kind="numbering")
    assert texts(tmp_path, listed("x", 1), styles=styles, numbering=lists) == ["x"]


def test_level_redefined_by_one_list_leaves_the_others(tmp_path: Path) -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    body = listed("x", 1) + listed("x", 2)
    lists = OUTLINE + num(1, 0) + num(2, 0, override)
    assert texts(tmp_path, body, numbering=lists) == ["1. x", "B) x"]


def test_deleted_paragraph_does_not_count(tmp_path: Path) -> None:
    gone = listed("<w:del><w:r><w:delText>x</w:delText></w:r></w:del>", 1)
    gone = gone.replace("</w:numPr>", "</w:numPr><w:rPr><w:del/></w:rPr>")
    body = listed("x", 1) + gone + listed("x", 1)
    assert texts(tmp_path, body, numbering=OUTLINE + num(1, 0)) == ["1. x", "2. x"]


def test_empty_paragraph_counts_and_is_no_block(tmp_path: Path) -> None:
    body = listed("x", 1) + listed("<w:r/>", 1) + listed("x", 1)
    assert texts(tmp_path, body, numbering=OUTLINE + num(1, 0)) == ["1. x", "3. x"]


def test_glyph_of_a_symbol_font_is_a_bullet(tmp_path: Path) -> None:
    font = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    lists = abstract(0, level(0, "bullet", "\uf0a7", font)) + num(1, 0)
    [block] = blocks(tmp_path, listed("x", 1), numbering=lists)
    assert (block.kind, block.label, block.text) == (BlockKind.LIST_ITEM, "•", "• x")


def test_dash_of_a_symbol_font_is_a_dash(tmp_path: Path) -> None:
    font = '<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>'
    lists = abstract(0, level(0, "bullet", "\uf02d", font)) + num(1, 0)
    assert texts(tmp_path, listed("x", 1), numbering=lists) == ["- x"]


def test_label_without_suffix_is_one_word_with_the_text(tmp_path: Path) -> None:
    lists = abstract(0, level(0, "decimal", "R%1", '<w:suff w:val="nothing"/>')) + num(1, 0)
    [block] = blocks(tmp_path, listed("-a", 1), numbering=lists)
    assert (block.label, block.text) == ("R1", "R1-a")


def test_list_that_is_not_defined_leaves_the_text(tmp_path: Path) -> None:
    assert texts(tmp_path, listed("x", 9) + listed("x", 1, 12), numbering=OUTLINE) == ["x", "x"]


def test_label_may_stand_alone_in_a_cell(tmp_path: Path) -> None:
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    rows = "".join(row.format(listed("<w:r/>", 1), p(run(word))) for word in ("a", "b"))
    found = blocks(tmp_path, f"<w:tbl>{rows}</w:tbl>", numbering=OUTLINE + num(1, 0))
    assert [[cell.text for cell in block.cells] for block in found] == [["1.", "a"], ["2.", "b"]]


def test_level_prints_no_number_of_a_deeper_one(tmp_path: Path) -> None:
    lists = abstract(0, level(0, "decimal", "%1.%2")) + num(1, 0)
    assert texts(tmp_path, listed("x", 1), numbering=lists) == ["1. x"]


def test_level_without_a_format_counts_in_decimal(tmp_path: Path) -> None:
    lvl = '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:lvlText w:val="%1"/></w:lvl>'
    assert texts(tmp_path, listed("x", 1), numbering=abstract(0, lvl) + num(1, 0)) == ["3 x"]


def test_bullet_without_a_glyph_prints_nothing(tmp_path: Path) -> None:
    lists = abstract(0, level(0, "bullet", " ")) + num(1, 0)
    assert texts(tmp_path, listed("x", 1), numbering=lists) == ["x"]


def test_nonsense_in_a_number_leaves_the_text(tmp_path: Path) -> None:
    lists = OUTLINE + num(1, 0).replace('numId="1"', 'numId="one"') + num(2, 7)
    assert texts(tmp_path, listed("x", 1) + listed("x", 2), numbering=lists) == ["x", "x"]


def test_private_glyph_without_a_font_is_a_bullet(tmp_path: Path) -> None:
    lists = abstract(0, level(0, "bullet", "\uf0b7")) + num(1, 0)
    assert texts(tmp_path, listed("x", 1), numbering=lists) == ["• x"]
