import pytest

from reqx.extraction.rules.features import features
from tests.extraction.make import document, heading, paragraph
from tests.extraction.rules.read import read


@pytest.mark.parametrize(
    ("text", "is_in_capitals"),
    [
        ("THE TANK SHALL BE SHUT in 5 s", 1.0),
        ("The TANK shall be shut in 5 S", 0.0),
        ("LE R\u00c9SERVOIR EST FERM\u00c9 \u00e0 5 h", 1.0),
        ("Le r\u00e9servoir EST ferm\u00e9 \u00c0 5 h", 0.0),
    ],
)
def test_capitals_are_counted_among_the_letters(text: str, is_in_capitals: float) -> None:
    [row] = features(read(document(paragraph(text))))
    assert row["capitals"] == is_in_capitals


def test_what_is_numbered_and_obliges_is_not_bare_under_a_heading_of_information() -> None:
    lamps = [paragraph(f"LMP-{n} The lamp will glow for {n} hours.") for n in range(1, 6)]
    parsed = document(heading("Summary"), *lamps, paragraph("The lamp will glow at dusk."))
    numbered, *_, other = features(read(parsed))
    assert (numbered["informative_bare"], other["informative_bare"]) == (0.0, 1.0)


def test_statement_among_requirements_that_nobody_numbers_needs_no_number() -> None:
    lamps = [paragraph(f"LMP-{n} The lamp {n} shall glow at night.") for n in range(1, 13)]
    oil = [
        paragraph("The pump shall be shut at night."),
        paragraph("Its oil is seen to each week."),
    ]
    parts = [heading(f"{n} requirements") for n in ("Functional", "Other")]
    *numbered, last = features(read(document(parts[0], *lamps, parts[1], *oil)))
    assert (numbered[0]["numbers"], last["numbers"]) == (1.0, 0.0)
    *_, last = features(read(document(parts[0], *lamps, heading("Notes"), *oil)))
    assert last["unnumbered_bare"] == 1.0
