import pytest

from reqx.model.blocks import BlockKind
from reqx.parsing.typed import heading_label, typed

ITEM, PARAGRAPH = BlockKind.LIST_ITEM, BlockKind.PARAGRAPH
TYPED = {
    "a) It runs.": (ITEM, "a)"),
    "- It runs.": (ITEM, "-"),
    "12. It runs.": (ITEM, "12."),
    "3.2.1 It runs.": (PARAGRAPH, "3.2.1"),
    "REQ-12 It runs.": (PARAGRAPH, "REQ-12"),
    "12 pumps run.": (PARAGRAPH, ""),
    "It runs.": (PARAGRAPH, ""),
    "*: see below": (PARAGRAPH, ""),
    "470. is a number.": (PARAGRAPH, ""),
    "": (PARAGRAPH, ""),
}


@pytest.mark.parametrize("text", TYPED)
def test_typed_label_makes_an_item_or_names_a_paragraph(text: str) -> None:
    assert typed(text) == TYPED[text]


@pytest.mark.parametrize(("text", "label"), [("3 Pumps", "3"), ("- Pumps", ""), ("Pumps", "")])
def test_heading_may_begin_with_a_number_alone(text: str, label: str) -> None:
    assert heading_label(text) == label
