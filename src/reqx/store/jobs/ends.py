"""Ends of tries, written many at a time, each fenced by its claim's token."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from reqx.model import verdicts
from reqx.model.jobs import Claim, Completed, Extraction, JobStatus, Outcome
from reqx.store.columns import ENCODE, storable
from reqx.store.jobs import ends_sqlite
from reqx.store.jobs.consequence import Consequence
from reqx.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class End:
    """The end of a claim: what is to become of the job, and what was extracted if it succeeded."""

    claim: Claim
    consequence: Consequence
    extraction: Extraction | None = None

    @classmethod
    def of(cls, claim: Claim, outcome: Outcome, consequence: Consequence) -> "End":
        """Return the end that an outcome means by its consequence."""
        return cls(
            claim, consequence, outcome.extraction if isinstance(outcome, Completed) else None
        )


@dataclass(frozen=True, slots=True)
class Settled:
    """A job as it was written. `was_processed`: its document had been processed before."""

    status: JobStatus
    was_processed: bool


def write(tx: Transaction, ends: Sequence[End], *, if_expired: bool = False) -> dict[int, Settled]:
    """Write the ends, and the documents' status; return what was ours, by job id.

    `if_expired`: only the claims whose lease is over by now. Runs inside a transaction; a document
    may stand in it once. A job whose cancelling was asked for is CANCELLED instead of PENDING.
    """
    written = _writer(tx.dialect)(tx, records(ends), if_expired=if_expired)
    return {
        job_id: Settled(JobStatus(status), was_processed)
        for job_id, (status, was_processed) in written.items()
    }


def _writer(dialect: str) -> Callable[..., Mapping[int, tuple[str, bool]]]:
    if dialect == "postgresql":
        from reqx.store.jobs import ends_postgresql  # noqa: PLC0415 - which SQLite does without

        return ends_postgresql.write
    return ends_sqlite.write


def records(ends: Sequence[End]) -> list[dict[str, Any]]:
    """Return the ends as the writers want them, in the order of the jobs.

    Who writes many jobs keeps to that order: two of them wait, but not for each other.
    """
    return [_record(end) for end in sorted(ends, key=lambda end: end.claim.job_id)]


def _record(end: End) -> dict[str, Any]:
    """Return plain values by name, those that are None left out."""
    claim, consequence = end.claim, end.consequence
    values: dict[str, Any] = {
        "job": claim.job_id,
        "token": claim.token,
        "attempt": claim.attempt,
        "status": consequence.status.value,
        "outcome": consequence.outcome,
        "attempts": consequence.attempts,
        "crashes": consequence.crashes,
        "document": claim.document_id,
    }
    if end.extraction is not None:
        return values | _results(end.extraction)
    is_failed = consequence.status is JobStatus.FAILED
    details = {
        "delay": consequence.delay_seconds,
        "error_class": consequence.error_class,
        "error": _clean(consequence.error),
        "traceback": _clean(consequence.traceback),
        "verdict": verdicts.of_error(consequence.error_class or "") if is_failed else None,
    }
    return values | {name: value for name, value in details.items() if value is not None}


def _results(extraction: Extraction) -> dict[str, Any]:
    pages = extraction.numbered_pages or None
    count = len(extraction.requirements)
    values = {
        # Four numbers: an encoder would take a tenth of what it costs to settle.
        "result": f'{{"requirements":{count},"pages":{pages or "null"},'
        f'"rejected":{extraction.rejected},"warnings":{len(extraction.warnings)}'
        f"{_model(extraction)}}}",
        "warnings": _clean(ENCODE(extraction.warnings)) if extraction.warnings else "[]",
        "parser": extraction.parser,
        "requirements": count,
        "verdict": verdicts.of_pages(extraction.pages).value,
    }
    if pages is not None:
        values["pages"] = pages
    if extraction.language is not None:
        values["language"] = extraction.language
    return values


def _model(extraction: Extraction) -> str:
    return "" if extraction.model is None else f',"llm":{ENCODE(asdict(extraction.model))}'


def _clean(text: str | None) -> str | None:
    return None if text is None else storable(text)
