"""A history as a correct run leaves it, of which a test breaks what it is about."""

from dataclasses import replace
from typing import Any

from trials.history import AttemptRow, DocumentRow, History, JobRow, Part
from trials.promise import Death, Promise, Yield

STATEMENTS = ("The pump shall start.", "The pump shall stop.")
PID = 41


def part(document_id: int, position: int, **content: object) -> Part:
    """Return a row of requirements or pages."""
    return Part(document_id, position, tuple(sorted({"position": position, **content}.items())))


def requirements(document_id: int) -> tuple[Part, ...]:
    return tuple(
        part(document_id, position, uid=f"{document_id}-{position}", statement=statement)
        for position, statement in enumerate(STATEMENTS)
    )


def pages(document_id: int) -> tuple[Part, ...]:
    return (part(document_id, 0, text="\n".join(STATEMENTS)),)


def attempt(number: int = 1, outcome: str | None = "completed", **changes: Any) -> AttemptRow:  # noqa: ANN401 - any field
    """Return a try of job 1 that took the ten seconds from 100 times its number."""
    begun = 100.0 * number
    row = AttemptRow(1, number, f"token-{number}", f"host-{PID}-ab12cd", begun, begun + 10, outcome)
    return replace(row, **changes)


def job(**changes: Any) -> JobRow:  # noqa: ANN401 - any field
    """Return a job that is COMPLETED after one try."""
    row = JobRow(
        id=1,
        document_id=1,
        extractor="rules",
        status="COMPLETED",
        attempts=1,
        max_attempts=3,
        crashes=0,
        claims=1,
        created_at=90.0,
        updated_at=110.0,
        completed_at=110.0,
        result={"requirements": len(STATEMENTS)},
    )
    return replace(row, **changes)


def document(**changes: Any) -> DocumentRow:  # noqa: ANN401 - any field
    row = DocumentRow(1, "f1", "DONE", len(STATEMENTS), processed_at=110.0)
    return replace(row, **changes)


def history(**changes: Any) -> History:  # noqa: ANN401 - any field
    """Return one document that was processed at the first try."""
    whole = History(
        read_at=1000.0,
        documents=(document(),),
        jobs=(job(),),
        attempts=(attempt(),),
        requirements=requirements(1),
        pages=pages(1),
    )
    return replace(whole, **changes)


def rescued() -> History:
    """Return one whose first worker was killed at 105, and its job taken back at 107."""
    return history(
        jobs=(job(claims=2, crashes=1),),
        attempts=(attempt(1, "lease_expired", ended_at=107.0), attempt(2)),
    )


def promise(**changes: Any) -> Promise:  # noqa: ANN401 - any field
    """Return what the histories above keep."""
    whole = Promise(
        accepted=frozenset({"f1"}),
        yields={
            "f1": Yield(
                tuple(row.content for row in requirements(1)),
                tuple(row.content for row in pages(1)),
            )
        },
        deaths=(Death(PID, 105.0),),
    )
    return replace(whole, **changes)
