from dataclasses import replace

import pytest

from reqx.extraction.grounding import ground
from reqx.model.blocks import ParsedDocument
from reqx.model.requirements import Candidate, Modality, Requirement
from tests.extraction.make import document, heading, paragraph

LAMP, FAN = "The lamp shall glow.", "The fan shall turn."


def candidate(parsed: ParsedDocument, statement: str, block: int = 0) -> Candidate:
    start = parsed.text.index(statement, parsed.blocks[block].start)
    return Candidate(statement, start, start + len(statement), block, Modality.MANDATORY, 0.8, "en")


def grounded(parsed: ParsedDocument, *candidates: Candidate) -> list[Requirement]:
    return ground(parsed, candidates, "f00d", "rules")[0]


def test_statement_has_the_page_section_and_regions_of_its_place() -> None:
    parsed = document(heading("Lamps", label="2", page=1), paragraph(LAMP, page=2), pages=2)
    (found,) = grounded(parsed, candidate(parsed, LAMP, block=1))
    assert (found.page, found.page_label, found.section) == (2, "2", ("2 Lamps",))
    assert [region.page for region in found.regions] == [2]
    assert found.extractor == "rules"


@pytest.mark.parametrize(
    "change",
    [
        {"statement": "The lamp shall shine."},
        {"statement": ""},
        {"start": -1},
        {"end": 9_999},
        {"start": 5, "end": 5, "statement": ""},
        {"block": 7},
    ],
)
def test_statement_that_is_not_its_slice_is_rejected(change: dict[str, object]) -> None:
    parsed = document(paragraph(LAMP))
    wrong = replace(candidate(parsed, LAMP), **change)  # type: ignore[arg-type]
    assert ground(parsed, [wrong], "f00d", "rules") == ([], 1)


def test_statement_outside_its_block_is_rejected() -> None:
    parsed = document(paragraph(LAMP), paragraph(FAN))
    wrong = replace(candidate(parsed, FAN, block=1), block=0)
    assert ground(parsed, [wrong], "f00d", "rules") == ([], 1)


def test_requirements_come_in_the_order_of_the_document() -> None:
    parsed = document(paragraph(LAMP), paragraph(FAN))
    found = grounded(parsed, candidate(parsed, FAN, block=1), candidate(parsed, LAMP))
    assert [each.statement for each in found] == [LAMP, FAN]


def test_one_range_is_one_requirement_with_the_best_confidence() -> None:
    parsed = document(paragraph(LAMP))
    weak = replace(candidate(parsed, LAMP), confidence=0.3)
    (found,) = grounded(parsed, weak, candidate(parsed, LAMP))
    assert found.confidence == 0.8


def test_equal_statements_have_different_uids() -> None:
    parsed = document(paragraph(LAMP), paragraph(LAMP))
    first, second = grounded(parsed, candidate(parsed, LAMP), candidate(parsed, LAMP, block=1))
    assert first.uid != second.uid
    assert len(first.uid) == 16


def test_uid_survives_a_change_elsewhere_in_the_document() -> None:
    before, after = document(paragraph(LAMP)), document(paragraph(FAN), paragraph(LAMP))
    (old,) = grounded(before, candidate(before, LAMP))
    (new,) = grounded(after, candidate(after, LAMP, block=1))
    assert old.uid == new.uid


def test_uid_depends_on_the_fingerprint() -> None:
    parsed = document(paragraph(LAMP))
    (one,), (two,) = (
        ground(parsed, [candidate(parsed, LAMP)], mark, "rules")[0] for mark in ("f00d", "beef")
    )
    assert one.uid != two.uid


def test_page_is_that_of_the_first_word() -> None:
    parsed = document(paragraph("Lamps."), paragraph(LAMP, page=2), pages=2)
    early = replace(candidate(parsed, LAMP, block=1), block=1)
    (found,) = grounded(parsed, early)
    assert found.page == 2
