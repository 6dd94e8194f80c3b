import pytest

from reqx.errors import NotFound, UsageError
from reqx.model.filters import RequirementFilter, Window
from reqx.model.requirements import Kind, Modality, PageRegion, Pattern, Reference
from reqx.store import Store, requirements
from tests import make


def found(store: Store, which: RequirementFilter) -> list[str]:
    """Return the statements that every way of asking for requirements agrees on."""
    with store.read() as tx:
        page, _ = requirements.find(tx, which, Window(sort="id"))
        assert page == list(requirements.each(tx, which))
        assert len(page) == requirements.count(tx, which)
    return [row.requirement.statement for row in page]


def test_a_requirement_comes_back_as_it_was_stored(store: Store) -> None:
    stored = make.requirement(
        page_label="iv",
        section=("3 Accès", '3.2 "Login"'),
        regions=(PageRegion(1, (1.5, 2.0, 30.25, 4.0)), PageRegion(2, (0.0, 0.0, 9.0, 9.0))),
        source_id="REQ-1",
        kind=Kind.QUALITY,
        kind_confidence=0.25,
        condition="If it rains",
        subject="The pump",
        intro="The bidder shall",
        flags=("vague-term", "no-unit"),
        flag_words=(("fast", '"good"'), ()),
        pattern=Pattern.UNWANTED,
        verification="Test (T)",
        priority="Haute",
        references=(Reference("section 3.2", "3.2"), Reference("REQ-4", "REQ-4", "abcd")),
        duplicate_of="abc",
    )
    document = make.completed(store, "a.pdf", stored)
    with store.read() as tx:
        assert requirements.get(tx, stored.uid) == requirements.Located(stored, document)


def test_requirements_come_document_by_document_in_the_order_of_the_text(store: Store) -> None:
    make.document(store, "first.pdf")
    make.completed(store, "second.pdf", make.requirement("B."), make.requirement("A."))
    make.completed(store, "first.pdf", make.requirement("D."), make.requirement("C."))
    assert found(store, RequirementFilter()) == ["D.", "C.", "B.", "A."]


def test_requirements_are_filtered(store: Store) -> None:
    make.document(store, "a.pdf", project="bridge")
    make.completed(store, "a.pdf", make.requirement("Sure.", confidence=0.95))
    document = make.completed(
        store, "b.pdf", make.requirement("May.", modality=Modality.OPTIONAL, confidence=0.5)
    )
    assert found(store, RequirementFilter(project="bridge")) == ["Sure."]
    assert found(store, RequirementFilter(document_ids=(document.id,))) == ["May."]
    assert found(store, RequirementFilter(modalities=(Modality.OPTIONAL,))) == ["May."]
    assert found(store, RequirementFilter(min_confidence=0.9)) == ["Sure."]


def test_a_section_is_found_by_any_part_of_a_heading_in_any_case(store: Store) -> None:
    make.completed(store, "a.pdf", make.requirement("In.", section=("4 Scope", '4.1 "Fire" 100%')))
    make.completed(store, "b.pdf", make.requirement("Out.", section=("5 Fire 1000",)))
    for part in ("SCOPE", '"fire"', "100%", "4.1"):
        assert found(store, RequirementFilter(section=part)) == ["In."]


def test_each_goes_through_any_number_of_requirements(store: Store) -> None:
    statements = [f"The pump shall stop {number} times." for number in range(1203)]
    make.completed(store, "a.pdf", *map(make.requirement, statements))
    assert found_statements(store) == statements


def found_statements(store: Store) -> list[str]:
    with store.read() as tx:
        rows = requirements.each(tx, RequirementFilter())
        return [row.requirement.statement for row in rows]


def test_the_beginning_of_a_uid_is_enough(store: Store) -> None:
    make.completed(store, "a.pdf", make.requirement(uid="abcd1"), make.requirement(uid="abce2"))
    with store.read() as tx:
        assert requirements.get(tx, "abcd").requirement.uid == "abcd1"


def test_a_uid_that_begins_another_is_still_found(store: Store) -> None:
    make.completed(store, "a.pdf", make.requirement(uid="abcd1"), make.requirement(uid="abcd"))
    with store.read() as tx:
        assert requirements.get(tx, "abcd").requirement.uid == "abcd"


def test_a_beginning_of_several_uids_is_ambiguous(store: Store) -> None:
    make.completed(store, "a.pdf", make.requirement(uid="abcd1"), make.requirement(uid="abcd2"))
    with store.read() as tx, pytest.raises(UsageError, match="several requirements"):
        requirements.get(tx, "abcd")


def test_a_beginning_of_three_characters_is_too_short(store: Store) -> None:
    with store.read() as tx, pytest.raises(UsageError, match="too short"):
        requirements.get(tx, "abc")


def test_an_unknown_requirement_is_not_found(store: Store) -> None:
    make.completed(store, "a.pdf", make.requirement(uid="abcd1"))
    for uid in ("abc_", "abc%", "ABCD", "abcd1x"):
        with store.read() as tx, pytest.raises(NotFound):
            requirements.get(tx, uid)
