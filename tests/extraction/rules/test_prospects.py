"""What is left out early is what would have been left out late, whatever the weights are."""

from pathlib import Path
from random import Random

import pytest

from reqx.extraction.rules.features import Table
from reqx.extraction.rules.judgement import judged, kept
from reqx.extraction.rules.prospects import Prospects
from reqx.extraction.rules.score import Weights, weights
from reqx.model.blocks import BlockKind, ParsedDocument
from reqx.parsing.assembly import Draft
from tests.extraction.make import document, draft, heading, item, paragraph, row
from tests.extraction.rules.read import read

_HERE = Path(__file__).parent
_TEXTS = sorted(_HERE.glob("*_??.txt"))
_KINDS = (
    *(BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW),
    *(BlockKind.HEADING, BlockKind.NOTE, BlockKind.CAPTION, BlockKind.PARAGRAPH),
)
_LEADS = ("The pump shall:", "The following are features of the system:", "Requirements:")


Kept = list[tuple[int, float]]
"""Where each one begins, and its confidence."""


def _chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - the same documents each time


def _drafts(chance: Random) -> list[Draft]:
    """Return a document of sentences of all kinds in places of all kinds, some with a number."""
    lines = chance.choice(_TEXTS).read_text(encoding="utf-8").splitlines()
    said = [line[2:].strip() for line in lines]
    number, drafts = 0, [heading(chance.choice(["2 Requirements", "1 Purpose", "3 Terms"]))]
    for text in chance.sample(said, min(len(said), 60)):
        kind = chance.choice(_KINDS)
        if kind is BlockKind.LIST_ITEM and chance.random() < 0.3:
            drafts.append(paragraph(chance.choice(_LEADS)))
        if chance.random() < 0.2:
            number, text = number + 1, f"R-{number + 1} {text}"  # noqa: PLW2901 - as it is printed
        if kind is BlockKind.TABLE_ROW:
            drafts.append(row(text, chance.choice(("(M)", "yes", "")), headers=("What", "Must")))
        else:
            drafts.append(draft(kind, text))
    return drafts


def _model(chance: Random) -> Weights:
    names = sorted(weights().coefficients)
    return Weights(
        bias=chance.gauss(-1, 2),
        threshold=chance.choice([0.05, 0.28, 0.5, 0.9]),
        unnumbered_threshold=chance.choice([0.2, 0.8]),
        coefficients={name: chance.gauss(0, 1.5) for name in names},
    )


def _found(parsed: ParsedDocument, model: Weights) -> tuple[Kept, Kept]:
    sooner = [(each.reading.start, each.confidence) for each in kept(parsed, model)]
    all_of_them = judged(parsed, model)
    return sooner, [(each.reading.start, each.confidence) for each in all_of_them if each.is_kept]


@pytest.mark.parametrize("seed", range(40))
def test_what_has_no_prospects_is_not_kept_by_the_shipped_weights(seed: int) -> None:
    sooner, later = _found(document(*_drafts(_chance(seed))), weights())
    assert sooner == later
    assert sooner


@pytest.mark.parametrize("seed", range(60))
def test_what_has_no_prospects_is_not_kept_by_any_weights(seed: int) -> None:
    chance = _chance(seed)
    sooner, later = _found(document(*_drafts(chance)), _model(chance))
    assert sooner == later


@pytest.mark.parametrize("threshold", [0.0, 0.0005, 1.0])
def test_a_threshold_may_be_anything(threshold: float) -> None:
    model = Weights(0.0, threshold, threshold, weights().coefficients)
    sooner, later = _found(document(*_drafts(_chance(1))), model)
    assert sooner == later


@pytest.mark.parametrize("feature", ["modal", "numbers", *sorted(weights().coefficients)])
def test_a_feature_that_says_all_is_never_overlooked(feature: str) -> None:
    model = Weights(-3.0, 0.28, 0.28, {feature: 9.0})
    for seed in range(4):
        sooner, later = _found(document(*_drafts(_chance(seed))), model)
        assert sooner == later


NOTHING_SCORES = Weights(-20.0, 0.28, 0.28, {})


def test_a_mark_makes_a_requirement_whatever_the_score() -> None:
    drafts = [paragraph(f"The lamp will glow {n} times a night. (M)") for n in range(1, 7)]
    sooner, later = _found(document(*drafts), NOTHING_SCORES)
    assert sooner == later
    assert len(sooner) == len(drafts)


def test_a_keyword_makes_a_requirement_whatever_the_score() -> None:
    invoked = paragraph("The key words MUST and MAY are to be read as in RFC 2119.")
    drafts = [invoked, paragraph("The lamp MAY glow."), paragraph("The lamp is blue.")]
    sooner, later = _found(document(*drafts), NOTHING_SCORES)
    assert sooner == later
    assert len(sooner) == 1


def test_names_among_names_are_hopeless_and_a_duty_is_not() -> None:
    names = ["Blue lamp", "Green gate"] * 15
    table = Table(read(document(*map(item, names), paragraph("The gate shall open at dawn."))))
    prospects = Prospects(table, weights())
    hopeless = [prospects.is_hopeless(index) for index in range(len(table.readings))]
    assert hopeless == [True] * len(names) + [False]


def test_an_item_that_is_none_behind_a_lead_lets_the_lead_be_one() -> None:
    """A lead is a row unless what follows at once is one under it."""
    drafts = [heading("2 Requirements")]
    for n in range(1, 6):
        drafts.append(paragraph(f"R-{n} The yard is lit. The system displays these colours:"))
        drafts += [item("Blue"), item("The system glows at night.")]
    sooner, later = _found(document(*drafts), Weights(-3.0, 0.28, 0.28, {"acts": 9.0}))
    assert sooner == later
    assert len(sooner) == 15
