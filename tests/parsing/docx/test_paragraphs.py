from pathlib import Path

import pytest

from reqx.model.blocks import BlockKind
from tests.parsing.docx.make import (
    abstract,
    blocks,
    level,
    listed,
    num,
    p,
    run,
    style,
    styled,
)

SENTENCE = "The pump shall stop within two seconds."


def kinds(folder: Path, body: str, **parts: str) -> list[tuple[BlockKind, int]]:
    return [(block.kind, block.level) for block in blocks(folder, body, **parts)]


@pytest.mark.parametrize(
    ("name", "kind", "depth"),
    [
        ("heading 2", BlockKind.HEADING, 2),
        ("Title", BlockKind.HEADING, 1),
        ("toc 1", BlockKind.CONTENTS, 0),
        ("TOC Heading", BlockKind.CONTENTS, 0),
        ("table of figures", BlockKind.CONTENTS, 0),
        ("caption", BlockKind.CAPTION, 0),
        ("Normal", BlockKind.PARAGRAPH, 0),
    ],
)
def test_built_in_style_gives_the_kind(
    tmp_path: Path, name: str, kind: BlockKind, depth: int
) -> None:
    assert kinds(tmp_path, styled("S", "Scope"), styles=style("S", name)) == [(kind, depth)]


def test_outline_level_is_inherited(tmp_path: Path) -> None:
    outline = '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'
    styles = style("A", "Chapter", outline) + style("B", "Own", '<w:basedOn w:val="A"/>')
    assert kinds(tmp_path, styled("B", "Scope"), styles=styles) == [(BlockKind.HEADING, 3)]


def test_body_outline_level_takes_a_heading_style_back(tmp_path: Path) -> None:
    layout = '<w:pStyle w:val="H"/><w:outlineLvl w:val="9"/>'
    found = kinds(tmp_path, p("Scope", layout), styles=style("H", "heading 1"))
    assert found == [(BlockKind.PARAGRAPH, 0)]


def test_styles_based_on_each_other_end(tmp_path: Path) -> None:
    styles = style("A", "One", '<w:basedOn w:val="B"/>') + style(
        "B", "Two", '<w:basedOn w:val="A"/>'
    )
    assert kinds(tmp_path, styled("A", "x"), styles=styles) == [(BlockKind.PARAGRAPH, 0)]


def test_heading_is_known_without_a_styles_part(tmp_path: Path) -> None:
    assert kinds(tmp_path, styled("Heading1", "Scope")) == [(BlockKind.HEADING, 1)]


def test_sentence_in_a_heading_style_is_a_numbered_paragraph(tmp_path: Path) -> None:
    numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    lists = abstract(0, level(0, "decimal", "3.%1")) + num(1, 0)
    [block] = blocks(
        tmp_path, styled("H", SENTENCE), styles=style("H", "heading 3", numbered), numbering=lists
    )
    assert (block.kind, block.label, block.text) == (BlockKind.PARAGRAPH, "3.1", "3.1 " + SENTENCE)


def test_entry_of_a_table_of_contents_is_known_by_its_field(tmp_path: Path) -> None:
    code = "<w:r><w:instrText> PAGEREF _Toc12 \\h </w:instrText></w:r>"
    assert kinds(tmp_path, p(run("Scope 4") + code)) == [(BlockKind.CONTENTS, 0)]


def test_heading_in_a_text_box_does_not_open_a_section(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><w:txbxContent>{styled('Heading1', 'Box')}</w:txbxContent></w:pict></w:r>"
    found = blocks(tmp_path, styled("Heading1", "Scope") + p(box) + p("text"))
    assert [block.section for block in found] == [(), ("Scope",), ("Scope",)]


def test_item_has_the_depth_of_its_list(tmp_path: Path) -> None:
    lists = abstract(0, level(0, "bullet", "-"), level(1, "lowerLetter", "%2)")) + num(1, 0)
    found = blocks(tmp_path, p("Parts:") + listed("x", 1) + listed("y", 1, 1), numbering=lists)
    assert [(b.kind, b.label, b.level, b.intro) for b in found[1:]] == [
        (BlockKind.LIST_ITEM, "-", 1, 0),
        (BlockKind.LIST_ITEM, "a)", 2, 0),
    ]


def test_list_style_gives_the_depth_its_list_does_not(tmp_path: Path) -> None:
    lists = abstract(0, level(0, "bullet", "-")) + num(1, 0)
    numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("LB2", "List Bullet 2", numbered)
    found = kinds(tmp_path, styled("LB2", "x"), styles=styles, numbering=lists)
    assert found == [(BlockKind.LIST_ITEM, 2)]


@pytest.mark.parametrize("template", ["%1.%1", "REQ-%1", "Article %1"])
def test_numbered_paragraph_is_no_list_item(tmp_path: Path, template: str) -> None:
    lists = abstract(0, level(0, "decimal", template)) + num(1, 0)
    found = kinds(tmp_path, listed(SENTENCE, 1), numbering=lists)
    assert found == [(BlockKind.PARAGRAPH, 0)]


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("- the pump", BlockKind.LIST_ITEM, "-"),
        ("-the pump", BlockKind.LIST_ITEM, "-"),
        ("\u2013 the pump", BlockKind.LIST_ITEM, "\u2013"),
        ("a) the pump", BlockKind.LIST_ITEM, "a)"),
        ("(iv) the pump", BlockKind.LIST_ITEM, "(iv)"),
        ("2. the pump", BlockKind.LIST_ITEM, "2."),
        ("2/ the pump", BlockKind.LIST_ITEM, "2/"),
        ("A/ the pump", BlockKind.LIST_ITEM, "A/"),
        ("1\u00b0/ the pump", BlockKind.LIST_ITEM, "1\u00b0/"),
        ("24/7 the pump", BlockKind.PARAGRAPH, ""),
        ("3.2.1 The pump shall stop.", BlockKind.PARAGRAPH, "3.2.1"),
        ("-5 degrees", BlockKind.PARAGRAPH, ""),
        ("2.5 % of it", BlockKind.PARAGRAPH, ""),
        ("*note", BlockKind.PARAGRAPH, ""),
        ("A pump", BlockKind.PARAGRAPH, ""),
    ],
)
def test_typed_label_is_a_label(tmp_path: Path, text: str, kind: BlockKind, label: str) -> None:
    [block] = blocks(tmp_path, p(text))
    assert (block.kind, block.label, block.text) == (kind, label, text)


def test_style_of_a_block_has_name_and_size(tmp_path: Path) -> None:
    styles = style("S", "Normal", '<w:rPr><w:sz w:val="21"/><w:b/></w:rPr>')
    [block] = blocks(tmp_path, styled("S", "x"), styles=styles)
    assert (block.style.name, block.style.size, block.style.is_bold) == ("normal", 10.5, True)


def test_size_comes_from_the_defaults_last(tmp_path: Path) -> None:
    defaults = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault>'
    [block] = blocks(tmp_path, p("x"), styles=defaults + "</w:docDefaults>")
    assert block.style.size == 11.0


def test_character_style_makes_bold(tmp_path: Path) -> None:
    styles = style("Strong", "Strong", "<w:rPr><w:b/></w:rPr>", kind="character")
    [block] = blocks(tmp_path, p(run("x", '<w:rStyle w:val="Strong"/>')), styles=styles)
    assert block.style.is_bold
