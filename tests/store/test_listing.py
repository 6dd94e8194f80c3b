import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from reqx.errors import Unreadable, UsageError
from reqx.model.filters import DocumentFilter, JobFilter, RequirementFilter, Window
from reqx.model.jobs import Failure
from reqx.store import Store, Transaction, documents, jobs, requirements
from reqx.store.documents import LISTING as DOCUMENTS
from reqx.store.jobs.triage import LISTING as JOBS
from reqx.store.requirements import LISTING as REQUIREMENTS
from tests import make

Find = Callable[[Transaction, Window], tuple[list[Any], str | None]]


def in_pages(store: Store, find: Find, sort: str) -> list[Any]:
    """Return all rows, two at a time."""
    rows: list[Any] = []
    cursor: str | None = None
    is_more = True
    with store.read() as tx:
        while is_more:
            page, cursor = find(tx, Window(2, cursor, sort))
            rows += page
            is_more = cursor is not None
    return rows


def fill(store: Store) -> None:
    """Make rows with equal values and with missing ones in many fields."""
    for number, project in enumerate(["b", None, "a", "b", None]):
        make.document(store, f"{number % 3}-{number}.pdf", project=project, size=number // 2)
    make.completed(store, "0-0.pdf", make.requirement("One.", page=2), make.requirement("Two."))
    make.completed(store, "1-1.pdf", make.requirement("Three.", page=None))
    make.job(store, "2-2.pdf")
    with store.hold() as tx:
        jobs.settle(tx, [(make.claim(store), Failure(Unreadable("bad")))], make.NO_WAIT)
    make.job(store, "0-3.pdf", priority=1)
    make.job(store, "1-4.pdf", priority=1)


def check(store: Store, find: Find, field: str) -> None:
    """Page by page equals all at once; equal values keep the key's order; none comes last."""
    for sort in (field, f"-{field}"):
        with store.read() as tx:
            whole, cursor = find(tx, Window(None, None, sort))
        assert cursor is None
        assert len(whole) >= 3
        assert in_pages(store, find, sort) == whole


@pytest.mark.parametrize("field", DOCUMENTS.fields)
def test_documents_in_pages_are_all_documents(store: Store, field: str) -> None:
    fill(store)
    check(store, lambda tx, window: documents.find(tx, DocumentFilter(), window), field)


@pytest.mark.parametrize("field", JOBS.fields)
def test_jobs_in_pages_are_all_jobs(store: Store, field: str) -> None:
    fill(store)
    check(store, lambda tx, window: jobs.find(tx, JobFilter(), window), field)


@pytest.mark.parametrize("field", REQUIREMENTS.fields)
def test_requirements_in_pages_are_all_requirements(store: Store, field: str) -> None:
    fill(store)
    check(store, lambda tx, window: requirements.find(tx, RequirementFilter(), window), field)


def projects(store: Store, sort: str) -> list[tuple[str | None, int]]:
    with store.read() as tx:
        rows, _ = documents.find(tx, DocumentFilter(), Window(sort=sort))
    return [(row.project, row.id) for row in rows]


def test_rows_are_sorted_and_those_without_a_value_come_last(store: Store) -> None:
    fill(store)
    last = [(None, 2), (None, 5)]
    assert projects(store, "project") == [("a", 3), ("b", 1), ("b", 4), *last]
    assert projects(store, "-project") == [("b", 4), ("b", 1), ("a", 3), *last[::-1]]


def test_rows_added_meanwhile_do_not_repeat_others(store: Store) -> None:
    for name in "abc":
        make.document(store, name)
    with store.read() as tx:
        first, cursor = documents.find(tx, DocumentFilter(), Window(2))
    make.document(store, "d")
    with store.read() as tx:
        second, _ = documents.find(tx, DocumentFilter(), Window(2, cursor))
    assert [row.name for row in first + second] == ["c", "b", "a"]


def test_the_last_page_has_no_cursor_even_when_it_is_full(store: Store) -> None:
    for name in "ab":
        make.document(store, name)
    with store.read() as tx:
        rows, cursor = documents.find(tx, DocumentFilter(), Window(2))
    assert (len(rows), cursor) == (2, None)


def encoded(*parts: object) -> str:
    text = json.dumps(parts)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


NESTED = base64.urlsafe_b64encode(b"[" * 100_000).decode()


@pytest.mark.parametrize("cursor", ["", "x", "%%%", "W10", "bnVsbA", "WyJpZCJd", "é", NESTED])
def test_a_made_up_cursor_is_refused(store: Store, cursor: str) -> None:
    with store.read() as tx, pytest.raises(UsageError, match="cursor"):
        documents.find(tx, DocumentFilter(), Window(2, cursor))


@pytest.mark.parametrize(
    "key", [(), (1, 2), ("1",), (1.5,), (None,), (True,), ([],), ({},), (2**63,), (-(10**400),)]
)
def test_a_cursor_with_a_key_of_another_kind_is_refused(
    store: Store, key: tuple[object, ...]
) -> None:
    with store.read() as tx, pytest.raises(UsageError, match="is not a cursor"):
        jobs.find(tx, JobFilter(), Window(2, encoded("-id", None, *key)))


@pytest.mark.parametrize(
    ("sort", "value"),
    [
        ("priority", 2**15),
        ("priority", "high"),
        ("attempts", 2**31),
        ("created_at", "yesterday"),
        ("created_at", 7),
        ("created_at", "0001-01-01T00:00:00+14:00"),
        ("document", 7),
        ("document", ["a"]),
    ],
)
def test_a_cursor_with_a_value_of_another_kind_is_refused(
    store: Store, sort: str, value: object
) -> None:
    with store.read() as tx, pytest.raises(UsageError, match="is not a cursor"):
        jobs.find(tx, JobFilter(), Window(2, encoded(sort, value, 1), sort))


@pytest.mark.parametrize(
    ("sort", "value"),
    [
        ("document", "\0\ud800"),
        ("status", "NOPE"),
        ("priority", None),
        ("created_at", "2026-01-31T08:15"),
    ],
)
def test_a_cursor_that_fits_is_taken_whoever_wrote_it(
    store: Store, sort: str, value: object
) -> None:
    with store.read() as tx:
        assert jobs.find(tx, JobFilter(), Window(2, encoded(sort, value, 1), sort)) == ([], None)


@pytest.mark.parametrize("value", [1, 0.5, float("nan"), float("inf")])
def test_any_number_is_a_confidence(store: Store, value: float) -> None:
    cursor = encoded("confidence", value, 1, 1)
    with store.read() as tx:
        window = Window(2, cursor, "confidence")
        assert requirements.find(tx, RequirementFilter(), window) == ([], None)


def test_a_cursor_of_another_sort_is_refused(store: Store) -> None:
    for name in "ab":
        make.document(store, name)
    with store.read() as tx:
        _, cursor = documents.find(tx, DocumentFilter(), Window(1, None, "name"))
        with pytest.raises(UsageError, match="sorted by 'name'"):
            documents.find(tx, DocumentFilter(), Window(1, cursor, "-id"))


def test_an_unknown_sort_is_refused_with_the_known_ones(store: Store) -> None:
    with store.read() as tx, pytest.raises(UsageError, match="'colour'") as error:
        documents.find(tx, DocumentFilter(), Window(sort="-colour"))
    assert "created_at" in error.value.hint


def test_a_limit_below_one_is_refused(store: Store) -> None:
    with store.read() as tx, pytest.raises(UsageError, match="limit is 0"):
        documents.find(tx, DocumentFilter(), Window(0))
