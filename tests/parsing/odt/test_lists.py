"""What LibreOffice 7.4 prints for the same markup, as compared with its text export.

(Of an empty item it prints the number, which is no block here.)
"""

from pathlib import Path

import pytest

from reqx.model.blocks import BlockKind
from tests.parsing.odt.make import blocks, h, item, level, list_style, listed, p, style, texts

DISPLAYED = 'text:display-levels="2"'
STYLES = (
    list_style("L", level(1), level(2, attributes=DISPLAYED), level(3, "i", ")"))
    + list_style("A", level(1, "a", ")"), level(2, "A", ")"))
    + list_style("S", level(1, "a", ")", 'style:num-letter-sync="true"'))
    + list_style("R", level(1, "I", "/", 'style:num-prefix="Lot "'), level(2, "", ""))
    + list_style("F", level(1, "1", ".", 'text:start-value="4"'))
    + list_style("N", level(1, "", ""))
    + list_style("U", level(1), level(2, "1", "", 'loext:num-list-format="(%2%)"'))
    + list_style(
        "V",
        level(1),
        level(2, "", "", 'loext:num-list-format="%1%.%2%"'),
        level(3, "1", "", 'loext:num-list-format="%1%.%3%%2%"'),
    )
    + list_style(
        "B",
        '<text:list-level-style-bullet text:level="1" text:bullet-char="◦"/>',
        '<text:list-level-style-bullet text:level="2" text:bullet-char="\uf0a7"/>',
        '<text:list-level-style-bullet text:level="3" text:bullet-char="\uf123"/>',
        '<text:list-level-style-image text:level="4"/>',
    )
    + list_style(
        "T",
        level(1, "1", "", 'loext:num-list-format="%1%."'),
        level(2, "", "", 'loext:num-list-format="%1%.%2%"'),
        level(3, "1", "", 'style:num-list-format="%1%.%2%.%3%)"'),
    )
)

LISTS = {
    "letters": (listed(*"xyz", style="A"), ["a) x", "b) y", "c) z"]),
    "prefix and roman": (listed("x", "y", style="R"), ["Lot I/ x", "Lot II/ y"]),
    "start of the style": (listed("x", "y", style="F"), ["4. x", "5. y"]),
    "start of the item": (
        listed("x", item("y", attributes='text:start-value="5"'), "z", style="L"),
        ["1. x", "5. y", "6. z"],
    ),
    "levels": (
        listed(item("x", listed("y", item("z", listed("q")))), "w", style="L"),
        ["1. x", "1.1. y", "1.2. z", "i) q", "2. w"],
    ),
    "level begins anew": (
        listed(item("x", listed("y")), item("z", listed("q")), style="L"),
        ["1. x", "1.1. y", "2. z", "2.1. q"],
    ),
    "other style inside": (
        listed(item("x", listed("y", "z", style="A")), "q", style="L"),
        ["1. x", "A) y", "B) z", "2. q"],
    ),
    "item without words of its own": (
        listed(item(listed("x", "y")), "z", style="L"),
        ["1.1. x", "1.2. y", "2. z"],
    ),
    "second paragraph": (listed(item("x", "y"), "z", style="L"), ["1. x", "y", "2. z"]),
    "empty paragraph counts": (listed("x", "", "z", style="L"), ["1. x", "3. z"]),
    "header of a list": (
        listed("x", style="L").replace("list-item", "list-header") + listed("y", style="L"),
        ["x", "1. y"],
    ),
    "continued": (
        listed("x", style="L")
        + listed("y", style="L", attributes='text:continue-numbering="true"'),
        ["1. x", "2. y"],
    ),
    "not continued": (listed("x", style="L") + listed("y", style="L"), ["1. x", "1. y"]),
    "another list between": (
        listed("x", style="L")
        + listed("y", style="A")
        + listed("z", style="L", attributes='text:continue-numbering="true"'),
        ["1. x", "a) y", "1. z"],
    ),
    "continued by its name": (
        listed("x", style="L", attributes='xml:id="k"')
        + listed("y", style="A")
        + listed("z", style="L", attributes='text:continue-list="k"'),
        ["1. x", "a) y", "2. z"],
    ),
    "override": (
        listed("x", item("y", attributes='text:style-override="A"'), "z", style="L"),
        ["1. x", "b) y", "3. z"],
    ),
    "template": (
        listed(item("x", listed(item("y", listed("z")))), style="T"),
        ["1. x", "y", "1.1) z"],
    ),
    "template without upper levels": (
        listed(item(listed("x", "y")), style="U"),
        ["(1) x", "(2) y"],
    ),
    "template whose last level has no number": (
        listed(item(listed(item("x", listed("y")))), style="V"),
        ["x", "1.1 y"],
    ),
    "no number": (listed("x", style="N"), ["x"]),
    "no style": (listed("x"), ["• x"]),
}


@pytest.mark.parametrize(("markup", "printed"), LISTS.values(), ids=LISTS.keys())
def test_items_have_the_label_that_is_printed(
    tmp_path: Path, markup: str, printed: list[str]
) -> None:
    assert texts(tmp_path, markup, STYLES) == printed


def test_letters_go_on_as_in_sheets_unless_they_are_synced(tmp_path: Path) -> None:
    many = ["x"] * 28
    assert texts(tmp_path, listed(*many, style="A"), STYLES)[-2:] == ["aa) x", "ab) x"]
    assert texts(tmp_path, listed(*many, style="S"), STYLES)[-2:] == ["aa) x", "bb) x"]


def test_bullets_are_characters_that_can_be_read(tmp_path: Path) -> None:
    deep = item("w", listed(item("x", listed(item("y", listed("z"))))))
    found = blocks(tmp_path, listed(deep, style="B"), STYLES)
    assert [(b.text, b.level) for b in found] == [("◦ w", 1), ("▪ x", 2), ("• y", 3), ("• z", 4)]


def test_numbered_paragraphs_count_by_their_list(tmp_path: Path) -> None:
    def numbered(text: str, depth: int) -> str:
        attributes = f'text:list-id="z" text:style-name="L" text:level="{depth}"'
        return f"<text:numbered-paragraph {attributes}>{p(text)}</text:numbered-paragraph>"

    body = numbered("x", 1) + p("between") + numbered("y", 2) + numbered("z", 1)
    assert texts(tmp_path, body, STYLES) == ["1. x", "between", "1.1. y", "2. z"]


def test_item_is_a_list_item_with_label_level_and_introduction(tmp_path: Path) -> None:
    found = blocks(tmp_path, p("It shall:") + listed("run", style="A"), STYLES)[1]
    assert (found.kind, found.label, found.level, found.intro) == (BlockKind.LIST_ITEM, "a)", 1, 0)


def test_number_of_several_parts_makes_a_numbered_paragraph(tmp_path: Path) -> None:
    found = blocks(tmp_path, listed(item(listed("It runs.")), style="L"), STYLES)[0]
    assert (found.kind, found.label) == (BlockKind.PARAGRAPH, "1.1.")


def test_label_without_a_gap_is_glued(tmp_path: Path) -> None:
    aligned = '<style:list-level-label-alignment text:label-followed-by="nothing"/>'
    glued = level(1, "1", ")").replace("/>", f">{aligned}</text:list-level-style-number>")
    assert texts(tmp_path, listed("x", style="G"), list_style("G", glued)) == ["1)x"]


OUTLINE = "".join(
    f'<text:outline-level-style text:level="{depth}" style:num-format="1" style:num-suffix="."'
    f' text:display-levels="{depth}"/>'
    for depth in (1, 2, 3)
)
COMMON = f'<text:outline-style style:name="Outline">{OUTLINE}</text:outline-style>' + style(
    "Free", attributes='style:list-style-name=""'
)


def test_headings_have_the_numbers_of_the_outline(tmp_path: Path) -> None:
    body = h("a") + h("b", 2) + h("c", 2) + h("d") + h("e", 3)
    found = blocks(tmp_path, body, "", COMMON)
    assert [(b.kind, b.text, b.level) for b in found] == [
        (BlockKind.HEADING, "1. a", 1),
        (BlockKind.HEADING, "1.1. b", 2),
        (BlockKind.HEADING, "1.2. c", 2),
        (BlockKind.HEADING, "2. d", 1),
        (BlockKind.HEADING, "2.1.1. e", 3),
    ]


def test_heading_can_restart_the_numbers(tmp_path: Path) -> None:
    restart = h("b", 1, 'text:restart-numbering="true" text:start-value="7"')
    assert texts(tmp_path, h("a") + restart + h("c"), "", COMMON) == ["1. a", "7. b", "8. c"]


@pytest.mark.parametrize("attribute", ['text:is-list-header="true"', 'text:style-name="Free"'])
def test_heading_without_number_does_not_count(tmp_path: Path, attribute: str) -> None:
    body = h("a") + h("b", 1, attribute) + h("c")
    assert texts(tmp_path, body, "", COMMON) == ["1. a", "b", "2. c"]


def test_heading_in_a_list_has_the_lists_number(tmp_path: Path) -> None:
    body = listed(item(h("a")), style="A") + h("b")
    found = blocks(tmp_path, body, STYLES, COMMON)
    assert [(b.kind, b.text) for b in found] == [
        (BlockKind.HEADING, "a) a"),
        (BlockKind.HEADING, "1. b"),
    ]
