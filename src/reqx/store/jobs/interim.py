"""What is known of a document before its job is done: no later failure can lose it."""

from sqlalchemy import Text, bindparam, literal_column, select, update

from reqx.model import verdicts
from reqx.model.jobs import Claim, Extraction
from reqx.store import documents, requirements
from reqx.store.expressions import NOW
from reqx.store.schema import documents as table
from reqx.store.schema import jobs
from reqx.store.transaction import Transaction

HOLD = (
    select(jobs.c.id)
    .where(
        jobs.c.id == bindparam("job", type_=jobs.c.id.type),
        jobs.c.claim_token == bindparam("token", type_=Text),
        jobs.c.status == literal_column("'PROCESSING'"),
    )
    .with_for_update()
)
FIELDS = ("pages", "language", "requirements", "warnings", "parser", "verdict")
WRITE = (
    update(table)
    .where(
        table.c.id == bindparam("document", type_=table.c.id.type), table.c.processed_at.is_(None)
    )
    .values({"processed_at": NOW})
    .values({name: bindparam(f"new_{name}", type_=table.c[name].type) for name in FIELDS})
    .returning(table.c.id)
)


def keep(tx: Transaction, claim: Claim, extraction: Extraction) -> bool:
    """Store what was found so far, the job going on; False when the claim is no longer ours.

    Only of a document that was never processed: what another try or a person has got from it is
    worth more than the beginning of this one.
    """
    with tx.atomic():
        if not tx.rows(HOLD, {"job": claim.job_id, "token": claim.token}):
            return False
        if tx.rows(WRITE, _values(claim, extraction)):
            documents.replace_pages(tx, claim.document_id, extraction.pages, is_fresh=True)
            found = extraction.requirements
            requirements.replace(tx, claim.document_id, found, is_fresh=True)
    return True


def _values(claim: Claim, extraction: Extraction) -> dict[str, object]:
    return {
        "document": claim.document_id,
        "new_pages": extraction.numbered_pages or None,
        "new_language": extraction.language,
        "new_requirements": len(extraction.requirements),
        "new_warnings": extraction.warnings,
        "new_parser": extraction.parser,
        "new_verdict": verdicts.of_pages(extraction.pages),
    }
