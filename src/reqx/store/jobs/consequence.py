"""What becomes of a document when its job moves: its status always fits its jobs.

A document may have live jobs of several extractors. Each change here first locks the document's
row by writing it, then looks at the jobs, so that two jobs settled at once see one another. Several
documents are locked in the order of their ids, so that no two transactions wait for each other.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, case, literal, select, update

from reqx.model.jobs import DocumentStatus, Extraction, JobStatus
from reqx.store import documents as document_verbs
from reqx.store import requirements
from reqx.store.expressions import NOW, among
from reqx.store.jobs.verdict import Verdict
from reqx.store.schema import documents, jobs
from reqx.store.transaction import Transaction

STATUS = {
    JobStatus.PENDING: DocumentStatus.WAITING,
    JobStatus.COMPLETED: DocumentStatus.DONE,
    JobStatus.FAILED: DocumentStatus.ERROR,
}

CONCLUDE = update(documents).where(documents.c.id == bindparam("document"))
COMPLETE = CONCLUDE.values(processed_at=NOW)
STATUSES = select(jobs.c.status).where(jobs.c.document_id == bindparam("document"))
IS_TO_WAIT = (
    among(documents.c.id, "documents"),
    documents.c.status != DocumentStatus.WAITING,
)
LOCK = (
    select(documents.c.id)
    .where(*IS_TO_WAIT)
    .order_by(documents.c.id)
    .with_for_update(key_share=True)
)
WAIT = (
    update(documents)
    .where(*IS_TO_WAIT)
    .values(
        status=case(
            (documents.c.status == DocumentStatus.PROCESSING, documents.c.status),
            else_=literal(DocumentStatus.WAITING, documents.c.status.type),
        ),
        error_message=None,
    )
)


def wait(tx: Transaction, document_ids: Sequence[int]) -> None:
    """Mark documents that have got a PENDING job; one that is being processed stays so."""
    values = {"documents": list(document_ids)}
    if len(document_ids) > 1:
        tx.rows(LOCK, values)
    tx.run(WAIT, values)


def conclude(tx: Transaction, document_id: int, verdict: Verdict) -> None:
    """Mark the document after its job was settled with no result."""
    failure = verdict.error if verdict.status is JobStatus.FAILED else None
    tx.run(
        CONCLUDE,
        {
            "document": document_id,
            "status": STATUS[verdict.status],
            "error_message": failure,
        },
    )
    _heed_other_jobs(tx, document_id)


def complete(tx: Transaction, document_id: int, extraction: Extraction) -> None:
    """Store what was extracted in the place of what was there, and mark the document."""
    tx.run(
        COMPLETE,
        {
            "document": document_id,
            "status": DocumentStatus.DONE,
            "error_message": None,
            "pages": extraction.numbered_pages or None,
            "language": extraction.language,
            "warnings": extraction.warnings,
            "parser": extraction.parser,
            "requirements": len(extraction.requirements),
        },
    )
    document_verbs.replace_pages(tx, document_id, extraction.pages)
    requirements.replace(tx, document_id, extraction.requirements)
    _heed_other_jobs(tx, document_id)


def result(extraction: Extraction) -> Mapping[str, object]:
    """Return what the job keeps of its result: numbers only."""
    return {
        "requirements": len(extraction.requirements),
        "pages": extraction.numbered_pages or None,
        "rejected": extraction.rejected,
        "warnings": len(extraction.warnings),
    }


def _heed_other_jobs(tx: Transaction, document_id: int) -> None:
    """Let another live job of the document decide its status."""
    # All statuses, sorted out here: asked for the live ones, the planner may walk a small partial
    # index full of dead entries.
    statuses = {row.status for row in tx.rows(STATUSES, {"document": document_id})}
    if JobStatus.PROCESSING in statuses:
        status = DocumentStatus.PROCESSING
    elif JobStatus.PENDING in statuses:
        status = DocumentStatus.WAITING
    else:
        return
    tx.run(CONCLUDE, {"document": document_id, "status": status, "error_message": None})
