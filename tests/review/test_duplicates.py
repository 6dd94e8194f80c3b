import random
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace

import pytest

from reqx.model.filters import RequirementFilter, Window
from reqx.model.jobs import Completed
from reqx.model.requirements import Modality, Requirement
from reqx.review import duplicates
from reqx.store import Store, connect, requirements
from tests import make

SAID = "The pump shall stop within 2 s when the yard is flooded at night."


def firsts(store: Store) -> dict[str, str | None]:
    """Return, by uid, the first requirement that each one repeats."""
    with store.read() as tx:
        rows = duplicates.marked(tx, requirements.each(tx, RequirementFilter()))
        return {row.requirement.uid: row.requirement.duplicate_of for row in rows}


def one(statement: str, uid: str, **changes: object) -> Requirement:
    return replace(make.requirement(statement), uid=uid, **changes)  # type: ignore[arg-type]


def pair(store: Store, first: Requirement, second: Requirement) -> bool:
    """Say whether the second, of another document, is found to repeat the first."""
    make.completed(store, "a.pdf", first)
    make.completed(store, "b.pdf", second)
    return firsts(store) == {first.uid: None, second.uid: first.uid}


@pytest.mark.parametrize(
    "other",
    [
        SAID,
        "the pump SHALL stop within 2 s, when the yard is flooded at night",
        "The big pump shall stop within 2 s when the yard is flooded at night.",
    ],
)
def test_equal_and_nearly_equal_statements_are_duplicates(store: Store, other: str) -> None:
    assert pair(store, one(SAID, "aaaa"), one(other, "bbbb"))


@pytest.mark.parametrize(
    "other",
    [
        SAID.replace("2 s", "3 s"),
        SAID.replace("2 s", "2 h"),
        SAID.replace("stop", "not stop"),
        SAID.replace("pump", "pump P-7"),
        SAID.replace("pump", "HVAC pump"),
        SAID.replace("within", "after"),
        "The pump shall hum quietly in the yard.",
    ],
)
def test_what_asks_for_something_else_is_no_duplicate(store: Store, other: str) -> None:
    assert not pair(store, one(SAID, "aaaa"), one(other, "bbbb"))


def test_another_sign_or_obligation_or_introduction_is_no_duplicate(store: Store) -> None:
    below, above = "The flow of the pump: < 5 l/s.", "The flow of the pump: > 5 l/s."
    assert not pair(store, one(below, "aaaa"), one(above, "bbbb"))
    weak = one(SAID, "cccc", modality=Modality.RECOMMENDED)
    under = one("the name of the yard", "dddd", intro="The list shall show:")
    other = one("the name of the yard", "eeee", intro="The lamp shall print:")
    make.completed(store, "c.pdf", one(SAID, "ffff"), weak, under, other)
    assert set(firsts(store).values()) == {None}


def test_french_words_that_turn_are_told(store: Store) -> None:
    said = "La pompe du réservoir doit démarrer lorsque le niveau de la cour est atteint."
    other = said.replace("démarrer", "arrêter")
    first, second = one(said, "aaaa", language="fr"), one(other, "bbbb", language="fr")
    assert not pair(store, first, second)
    near = one(said.replace("la cour", "cette cour"), "cccc", language="fr")
    make.completed(store, "c.pdf", near)
    assert firsts(store)["cccc"] == "aaaa"


def test_documents_of_another_project_are_not_compared(store: Store) -> None:
    make.document(store, "a.pdf", project="bridge")
    make.document(store, "b.pdf", project="harbour")
    assert not pair(store, one(SAID, "aaaa"), one(SAID, "bbbb"))


def test_revisions_of_a_document_are_not_compared(store: Store) -> None:
    first = make.document(store, "a.pdf")
    second = make.document(store, "b.pdf", revision_of=first.id)
    make.document(store, "c.pdf", revision_of=second.id)
    make.completed(store, "c.pdf", one(SAID, "cccc"))
    assert not pair(store, one(SAID, "aaaa"), one(SAID, "bbbb"))
    make.completed(store, "d.pdf", one(SAID, "dddd"))
    assert firsts(store) == {"aaaa": None, "bbbb": None, "cccc": None, "dddd": "aaaa"}


def test_repetitions_within_a_document_name_its_first(store: Store) -> None:
    make.completed(store, "a.pdf", one(SAID, "aaaa"), one(SAID, "bbbb"), one(SAID, "cccc"))
    assert firsts(store) == {"aaaa": None, "bbbb": "aaaa", "cccc": "aaaa"}
    with store.read() as tx:
        assert duplicates.repeating(tx, "aaaa") == ["bbbb", "cccc"]
        assert duplicates.repeating(tx, "bbbb") == []


def test_the_next_one_is_first_when_the_first_document_is_read_anew(store: Store) -> None:
    for name, uid in (("a.pdf", "aaaa"), ("b.pdf", "bbbb"), ("c.pdf", "cccc")):
        make.completed(store, name, one(SAID, uid))
    make.completed(store, "a.pdf", one("The lamp shall glow in the dark yard.", "dddd"))
    assert firsts(store) == {"dddd": None, "bbbb": None, "cccc": "bbbb"}
    make.completed(store, "a.pdf", one(SAID, "aaaa"))
    assert firsts(store) == {"aaaa": None, "bbbb": "aaaa", "cccc": "aaaa"}


def test_what_two_workers_store_at_once_is_compared(store: Store, url: str) -> None:
    make.job(store, "a.pdf")
    make.job(store, "b.pdf")
    claims = [make.claim(store), make.claim(store)]
    with closing(connect(url)) as other:
        for holder, claim, uid in zip((store, other), claims, ("aaaa", "bbbb"), strict=True):
            with holder.hold() as tx:
                make.settle(tx, claim, Completed(make.extraction(one(SAID, uid))))
    assert firsts(store) == {"aaaa": None, "bbbb": "aaaa"}


def test_pages_of_duplicates_go_on_where_the_one_before_ended(store: Store) -> None:
    said = [f"The pump number {number} shall stop at once in the yard." for number in range(6)]
    rows = [one(text, f"{copy}{at:03}") for copy in "ab" for at, text in enumerate(said)]
    make.completed(store, "a.pdf", *rows, one("The lamp shall glow at night.", "zzzz"))
    uids, window = list[str](), Window(4, sort="id")
    with store.read() as tx:
        while True:
            found, cursor = duplicates.find(tx, RequirementFilter(), window)
            uids += [row.requirement.uid for row in found]
            if cursor is None:
                break
            window = replace(window, cursor=cursor)
    assert uids == [f"b{at:03}" for at in range(6)]


WORDS = (
    "pump",
    "lamp",
    "yard",
    "wall",
    "gate",
    "tank",
    "fan",
    "door",
    "roof",
    "well",
    "crane",
    "shed",
)


@pytest.mark.parametrize("change", [str.upper, lambda text: f"{text} indeed"])
def test_likes_are_found_among_many_of_the_same_words(
    store: Store, change: Callable[[str], str]
) -> None:
    drawn = random.Random(7)  # noqa: S311 - no secret
    said = [" ".join(["The", *drawn.sample(WORDS, 9), "shall", "hold"]) for _ in range(300)]
    make.completed(store, "a.pdf", *_numbered(said, "a"))
    make.completed(store, "b.pdf", *_numbered(map(change, said), "b"))
    found = firsts(store)
    assert [found[f"b{at:03}"] for at in range(300)] == [f"a{at:03}" for at in range(300)]


def _numbered(statements: Iterable[str], prefix: str) -> list[Requirement]:
    return [one(text, f"{prefix}{at:03}") for at, text in enumerate(statements)]
