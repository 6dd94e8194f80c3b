from pathlib import Path

import pytest

from reqx.model.blocks import BlockKind
from tests.parsing.html.make import blocks, kinds, texts

ITEMS = "<li>x<li>y"
NUMBERED = {
    "<ol>": ["1. x", "2. y"],
    "<ol start=5>": ["5. x", "6. y"],
    "<ol start=-1>": ["-1. x", "0. y"],
    "<ol start=many>": ["1. x", "2. y"],
    "<ol reversed>": ["2. x", "1. y"],
    "<ol reversed start=9>": ["9. x", "8. y"],
    "<ol type=a>": ["a. x", "b. y"],
    "<ol type=A start=26>": ["Z. x", "AA. y"],
    "<ol type=i start=3>": ["iii. x", "iv. y"],
    "<ol type=I start=3999>": ["MMMCMXCIX. x", "4000. y"],
    "<ol type=a start=0>": ["0. x", "a. y"],
    "<ol style='list-style-type: decimal-leading-zero'>": ["01. x", "02. y"],
    "<ol style='list-style: inside upper-latin'>": ["A. x", "B. y"],
    "<ol style='list-style:none'>": ["x", "y"],
    "<ul>": ["• x", "• y"],
    "<ul type=square>": ["▪ x", "▪ y"],
    "<menu>": ["• x", "• y"],
}


@pytest.mark.parametrize("tag", NUMBERED)
def test_items_have_the_label_that_a_browser_prints(tmp_path: Path, tag: str) -> None:
    assert texts(tmp_path, f"{tag}{ITEMS}") == NUMBERED[tag]


def test_value_sets_the_count_for_the_items_below(tmp_path: Path) -> None:
    assert texts(tmp_path, "<ol><li>a<li value=7>b<li>c") == ["1. a", "7. b", "8. c"]


def test_hidden_item_is_not_counted(tmp_path: Path) -> None:
    assert texts(tmp_path, "<ol><li>a<li hidden>b<li>c") == ["1. a", "2. c"]


def test_nested_lists_have_levels_and_their_own_count(tmp_path: Path) -> None:
    found = blocks(tmp_path, "<ol><li>a<ol><li>b<li>c</ol><li>d<ul><li>e</ul></ol>")
    assert [(b.text, b.label, b.level) for b in found] == [
        ("1. a", "1.", 1),
        ("1. b", "1.", 2),
        ("2. c", "2.", 2),
        ("2. d", "2.", 1),
        ("◦ e", "◦", 2),
    ]


def test_list_directly_in_a_list_is_nested_in_it(tmp_path: Path) -> None:
    found = blocks(tmp_path, "<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>")
    assert [(b.text, b.level) for b in found] == [("• a", 1), ("◦ b", 2), ("• c", 1)]


def test_further_paragraph_of_an_item_has_no_label_of_the_list(tmp_path: Path) -> None:
    found = blocks(tmp_path, "<p>These:<ol><li><p>a<p>more<li>b</ol>")
    assert [(b.kind, b.text, b.intro) for b in found[1:]] == [
        (BlockKind.LIST_ITEM, "1. a", 0),
        (BlockKind.LIST_ITEM, "more", 0),
        (BlockKind.LIST_ITEM, "2. b", 0),
    ]


def test_text_between_items_is_not_lost(tmp_path: Path) -> None:
    assert texts(tmp_path, "<ul>first<li>a</li>between<li>b</li></ul>") == [
        "first",
        "• a",
        "between",
        "• b",
    ]


def test_typed_label_of_an_item_without_one_is_its_label(tmp_path: Path) -> None:
    [found] = blocks(tmp_path, "<ul style='list-style:none'><li>a) x</ul>")
    assert (found.kind, found.label) == (BlockKind.LIST_ITEM, "a)")


def test_heading_in_an_item_has_its_number(tmp_path: Path) -> None:
    found = kinds(tmp_path, "<ol><li><h2>Scope</h2><p>text</ol><ul><li><h2>End</h2></ul>")
    assert found == [
        (BlockKind.HEADING, "1. Scope"),
        (BlockKind.LIST_ITEM, "text"),
        (BlockKind.HEADING, "End"),
    ]
