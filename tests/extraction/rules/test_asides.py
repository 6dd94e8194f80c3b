import pytest

from reqx.extraction.rules.asides import is_aside
from tests.extraction.make import document, heading, paragraph
from tests.extraction.rules.read import read, reading, statements


@pytest.mark.parametrize(
    "text",
    [
        "This section should list every lamp of the yard.",
        "The following table shall be read from left to right.",
        "Priority 1 is mandatory, priority 2 is not.",
        "For example, the lamp shall glow when a cart comes.",
        "(This lamp is needed for carts that come by night.)",
        "It is the responsibility of the customer to sweep the yard.",
        "© 2031 The lamp makers of Merrow",
    ],
)
def test_words_that_illustrate_or_tell_of_the_document_are_no_requirement(text: str) -> None:
    assert is_aside(reading(text))


@pytest.mark.parametrize(
    "text",
    [
        "Par exemple, la lampe doit rester allumée dans la cour.",
        "Ce chapitre doit présenter les lampes de la cour.",
        "Il appartient au maître d'ouvrage de balayer la cour.",
    ],
)
def test_french_words_that_illustrate_or_oblige_the_buyer_are_none(text: str) -> None:
    assert is_aside(reading(text, is_french=True))


@pytest.mark.parametrize(
    "text",
    [
        "Note: the lamp is seen from the road.",
        "NOTE 2 - The lamp needs no key.",
        "LMP-1, LMP-12",
    ],
)
def test_note_and_list_of_numbers_are_asides(text: str) -> None:
    assert is_aside(reading(text))


@pytest.mark.parametrize(
    "text",
    ["Nota : la lampe sera vue de la route.", "Nota : prévoir une clé pour chaque lampe."],
)
def test_french_note_that_obliges_is_no_aside(text: str) -> None:
    assert not is_aside(reading(text, is_french=True))


@pytest.mark.parametrize(
    "text",
    [
        "Note: the lamp shall be seen from the road.",
        "Note that each lamp needs a key.",
        "Notes on each visit are kept for a year.",
        "IP54 and IP65",
        "The table shall show every lamp of the yard.",
        "(The lamp shall glow at night.)",
        "It is the responsibility of the contractor to sweep the yard.",
        "This document shall be signed by the contractor.",
    ],
)
def test_what_resembles_an_aside_may_bind(text: str) -> None:
    assert not is_aside(reading(text))


def test_heading_is_a_requirement_with_a_number_or_an_obligation_alone() -> None:
    drafts = [
        heading("Supply and install"),
        heading("The lamp shall glow at night."),
        paragraph("Supply and install two lamps in the yard."),
    ]
    assert statements(*drafts) == [
        "The lamp shall glow at night.",
        "Supply and install two lamps in the yard.",
    ]


def test_named_requirement_is_one_whatever_it_begins_with() -> None:
    drafts = [paragraph(f"LMP-{n} The lamp {n} shall glow at night.") for n in range(1, 5)]
    example = paragraph("LMP-5 For example, a torch shall do for the yard.")
    assert not any(map(is_aside, read(document(*drafts, example))))


def test_what_the_buyer_may_or_will_do_is_no_requirement() -> None:
    drafts = [
        heading("Requirements"),
        paragraph("The purchaser may attend the tests."),
        paragraph("The purchaser will name two wardens."),
        paragraph("The lamp shall glow at night."),
    ]
    assert statements(*drafts) == ["The lamp shall glow at night."]
