"""Whatever a model answers, a candidate's words are the document's own."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from reqx.extraction.grounding import ground
from reqx.extraction.llm.answers import Item
from reqx.extraction.llm.chunks import Chunk, chunks
from reqx.extraction.llm.claims import Claims, Judge, Reason, is_a_part
from reqx.extraction.passages import units
from reqx.extraction.rules.flags import TRACKED
from reqx.model.blocks import ParsedDocument
from reqx.model.requirements import Candidate, Kind, Modality
from tests.extraction.llm.make import judge_of, offline
from tests.extraction.make import document, heading, item, paragraph, row

PARSED = document(
    heading("Pumps", label="3"),
    paragraph("The pump shall deliver 12.5 bar. It shall not run dry.", label="3.1"),
    paragraph("The operator must stop the pump within 5 s, and the valve shall close."),
    item("at least 3 spare seals;", label="a)"),
    row("R-7", "The casing shall withstand \u221220 \u00b0C unless heated.", "10 000 hours of use"),
    paragraph("The supplier shall not deliver used parts, nor parts without a certificate."),
)


def whole(parsed: ParsedDocument = PARSED) -> Chunk:
    (chunk,) = chunks(parsed, units(parsed))
    return chunk


def claimed(*items: Item, parsed: ParsedDocument = PARSED, language: str = "en") -> Claims:
    return judge_of(parsed, language).judge(whole(parsed), items)


def number(words: str) -> int:
    texts = [passage.unit.text for passage in whole().passages]
    return next(n for n, text in enumerate(texts, 1) if words in text)


def about(words: str, quote: str = "") -> Item:
    return Item((number(words),), Modality.MANDATORY, Kind.FUNCTIONAL, quote)


def test_unit_is_taken_whole_without_a_quote() -> None:
    (candidate,) = claimed(about("12.5 bar")).candidates
    assert candidate.statement == "The pump shall deliver 12.5 bar."
    assert (candidate.modality, candidate.kind) == (Modality.MANDATORY, Kind.FUNCTIONAL)
    assert (candidate.confidence, candidate.language) == (0.8, "en")


def test_quote_of_a_clause_is_taken_alone() -> None:
    claims = claimed(about("stop", "the operator MUST stop the pump within 5 s"))
    assert claims.candidates[0].statement == "The operator must stop the pump within 5 s"
    assert claims.widened == 0


def test_part_of_a_changed_paragraph_is_flagged_as_such() -> None:
    changed = [
        replace(each, flags=(TRACKED,), flag_words=((),)) for each in offline(units(PARSED), "en")
    ]
    part = about("stop", "the operator must stop the pump within 5 s")
    [candidate] = Judge(PARSED, changed).judge(whole(), [part]).candidates
    assert TRACKED in candidate.flags


def test_units_of_one_paragraph_may_be_one_statement() -> None:
    first = number("12.5 bar")
    (candidate,) = claimed(Item((first, first + 1), Modality.MANDATORY)).candidates
    assert candidate.statement == "The pump shall deliver 12.5 bar. It shall not run dry."


@pytest.mark.parametrize(
    "quote",
    ["run dry", "The pump shall deliver", "withstand", "used parts", "The supplier shall"],
)
def test_part_that_says_something_else_is_widened(quote: str) -> None:
    holder = next(p.unit.text for p in whole().passages if quote in p.unit.text)
    claims = claimed(about(holder, quote))
    assert claims.candidates[0].statement == holder
    assert claims.widened == 1


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (Item((0,), Modality.MANDATORY), Reason.NO_UNIT),
        (Item((99,), Modality.MANDATORY), Reason.NO_UNIT),
        (Item((-1,), Modality.MANDATORY), Reason.NO_UNIT),
        (Item((), Modality.MANDATORY), Reason.NO_UNIT),
        (Item((2, 4), Modality.MANDATORY), Reason.SPREAD),
        (Item((3, 2), Modality.MANDATORY), Reason.SPREAD),
        (Item((2, 2), Modality.MANDATORY), Reason.SPREAD),
        (Item((3, 4), Modality.MANDATORY), Reason.SPREAD),
        (about("12.5 bar", "The pump shall deliver 12.6 bar"), Reason.NOT_SAID),
        (about("12.5 bar", "The pump shall deliver 12"), Reason.NOT_SAID),
        (about("run dry", "It shall run dry"), Reason.NOT_SAID),
        (about("run dry", "The pump shall deliver 12.5 bar."), Reason.NOT_SAID),
        (about("12.5 bar", "The system shall encrypt all data"), Reason.NOT_SAID),
    ],
)
def test_what_the_units_do_not_say_is_rejected(claim: Item, reason: Reason) -> None:
    claims = claimed(claim)
    assert claims.candidates == []
    assert claims.rejected == {reason: 1}


def test_of_two_claims_for_one_place_the_first_counts() -> None:
    claims = claimed(about("stop"), about("stop"), about("stop", "the valve shall close"))
    assert len(claims.candidates) == 1
    assert claims.rejected == {Reason.REPEATED: 2}


@pytest.mark.parametrize(
    ("before", "after", "language", "expected"),
    [
        ("", "", "en", True),
        ("", ", and the valve shall close.", "en", True),
        ("It shall not stop, ", "", "en", False),
        ("", ", unless it is hot.", "en", False),
        ("", " and the valve.", "en", False),
        ("La pompe n'est pas arr\u00eat\u00e9e, ", "", "fr", False),
        ("La pompe est arr\u00eat\u00e9e, ", ".", "fr", True),
        ("Lorsqu\u2019elle est chaude, ", "", "fr", False),
        ("Die Pumpe l\u00e4uft nicht, ", "", "de", False),
        ("Die Pumpe l\u00e4uft nicht, ", "", "xx", False),
        ("Si elle s'arr\u00eate ; ", "", "en", True),
    ],
)
def test_part_is_a_clause_that_nothing_outside_turns(
    before: str, after: str, language: str, expected: object
) -> None:
    assert is_a_part(before, after, language) is expected


Attack = Callable[[Random, str, str], str]
ATTACKS: dict[str, Attack] = {
    "invented": lambda random, own, _: " ".join(random.sample(own.split(), 1)) + " must encrypt",
    "altered": lambda random, own, _: own.replace("5", str(random.randint(6, 9))) + " 1",
    "negation dropped": lambda _r, own, _o: own.replace(" not", "").replace("unless", "when"),
    "word dropped": lambda random, own, _: " ".join(_without(own.split(), random)),
    "swapped": lambda _r, _own, other: other,
    "reordered": lambda random, own, _: " ".join(random.sample(own.split(), len(own.split()))),
    "part": lambda random, own, _: own[random.randrange(len(own)) :][: random.randint(1, 40)],
    "exact": lambda _r, own, _o: own,
    "shouted": lambda _r, own, _o: own.upper().replace(" ", " \n"),
    "whole": lambda _r, _own, _o: "",
}


def _without(words: list[str], random: Random) -> list[str]:
    gone = random.randrange(len(words))
    return words[:gone] + words[gone + 1 :]


def hostile(random: Random, kind: str, texts: list[str]) -> Item:
    place = random.randrange(len(texts))
    quote = ATTACKS[kind](random, texts[place], random.choice(texts))
    ids = random.choice([(place + 1,)] * 6 + [(place + 1, place + 2), (place + 9,), (-place,)])
    return Item(ids, random.choice(list(Modality)), random.choice([None, *Kind]), quote)


TURNS = re.compile(r"\b(?:not|nor|unless|without)\b")


def is_grounded(candidate: Candidate, items: list[Item], texts: list[str]) -> bool:
    """A whole unit (or two), or words that the model did quote and that leave no negation out."""
    if candidate.statement != PARSED.slice(candidate.start, candidate.end):
        return False
    if candidate.statement in [*texts, *map(" ".join, pairwise(texts))]:
        return True
    said = [" ".join(item.quote.split()).casefold() for item in items]
    holder = next(text for text in texts if candidate.statement in text)
    are_kept = len(TURNS.findall(candidate.statement)) == len(TURNS.findall(holder))
    return candidate.statement.casefold() in said and are_kept


def test_ten_thousand_hostile_answers_leave_nothing_ungrounded() -> None:
    random = Random(20_26)  # noqa: S311 - the same attacks each time
    judge, chunk = judge_of(PARSED), whole()
    texts = [passage.unit.text for passage in chunk.passages]
    taken = dict.fromkeys(ATTACKS, 0)
    for n in range(10_000):
        kind = list(ATTACKS)[n % len(ATTACKS)]
        items = [hostile(random, kind, texts) for _ in range(random.randint(1, 4))]
        claims = judge.judge(chunk, items)
        assert len(items) == len(claims.candidates) + claims.rejected.total()
        assert all(is_grounded(each, items, texts) for each in claims.candidates), (kind, items)
        assert ground(PARSED, claims.candidates, "f" * 64, "llm")[1] == 0
        taken[kind] += len(claims.candidates)
    assert taken["exact"] > 1000 < taken["shouted"]
    assert taken["invented"] == taken["altered"] == 0
