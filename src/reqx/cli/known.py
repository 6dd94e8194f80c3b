"""A filter on a document that does not exist is a mistake to name, not an empty listing."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reqx.store import Transaction


def check_documents(transaction: "Transaction", document_ids: Iterable[int]) -> None:
    """Raise NotFound for the first of these documents that does not exist."""
    from reqx.store import documents  # noqa: PLC0415 - start-up

    for document_id in document_ids:
        documents.get(transaction, document_id)
