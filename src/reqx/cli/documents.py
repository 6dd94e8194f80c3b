"""`reqx documents`: what was uploaded, what became of it, and its text."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from reqx.cli import document_view, options, render
from reqx.cli.environment import open_store
from reqx.errors import NotFound, UsageError
from reqx.model import records
from reqx.model.blocks import Page
from reqx.model.filters import DocumentFilter, RequirementFilter
from reqx.model.jobs import Document, DocumentStatus
from reqx.model.requirements import Modality
from reqx.model.verdicts import Verdict

if TYPE_CHECKING:
    from reqx.store import Transaction

app = typer.Typer(help="Documents: list, show, text.", no_args_is_help=True, rich_markup_mode=None)

DocumentId = Annotated[int, typer.Argument(metavar="ID", help="The document's number.")]


@app.command("list", epilog="Example: reqx documents list --status ERROR --project bridge")
def list_documents(
    status: Annotated[
        list[DocumentStatus] | None,
        typer.Option(
            case_sensitive=False,
            metavar="STATE",
            help="WAITING, PROCESSING, DONE or ERROR (repeatable).",
        ),
    ] = None,
    verdict: Annotated[
        list[Verdict] | None,
        typer.Option(
            metavar="WORD", help="How reading it ended: ok, partial, needs_ocr ... (repeatable)."
        ),
    ] = None,
    project: options.Project = None,
    limit: options.Limit = 50,
    cursor: options.Cursor = None,
    sort: options.Sort = "-id",
    json: options.Json = False,
    jsonl: options.JsonLines = False,
) -> None:
    """List documents, the newest first."""
    from reqx.store import documents  # noqa: PLC0415 - start-up

    form = options.form_of(json, jsonl)
    which = DocumentFilter(
        statuses=tuple(status or ()), verdicts=tuple(verdict or ()), project=project
    )
    with open_store() as store, store.read() as transaction:
        found = documents.find(transaction, which, options.window(limit, cursor, sort))
    document_view.LISTING.show(found, form, empty=_empty(which))


@app.command("show", epilog="Example: reqx documents show 12")
def show_document(document_id: DocumentId, json: options.Json = False) -> None:
    """Show a document: pages, warnings, requirements by how binding they are."""
    from reqx.store import documents  # noqa: PLC0415 - start-up

    with open_store() as store, store.read() as transaction:
        document = documents.get(transaction, document_id)
        modalities = _modalities(transaction, document_id)
    if json:
        render.json(records.document_details(document, modalities))
    else:
        document_view.show(document, modalities)


@app.command("text", epilog="Example: reqx documents text 12 --page 3")
def show_text(
    ids: Annotated[
        list[int] | None, typer.Argument(metavar="ID", help="The documents' numbers.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Of every document.")] = False,
    page: Annotated[int | None, typer.Option(min=1, help="This page only.")] = None,
    json: options.Json = False,
    jsonl: options.JsonLines = False,
) -> None:
    """Print the text reqx read, page by page: what statements and offsets refer to."""
    form = options.form_of(json, jsonl)
    if every == bool(ids):
        raise UsageError("give document ids, or --all", hint="See reqx documents list")
    with open_store() as store, store.read() as transaction:
        pages = _pages(transaction, tuple(dict.fromkeys(ids or ())), page)
        document_view.show_pages(pages, form, is_bare=page is not None and not every)


def _modalities(transaction: "Transaction", document_id: int) -> dict[str, int]:
    from reqx.store import requirements  # noqa: PLC0415 - start-up

    return {
        modality.value: requirements.count(
            transaction, RequirementFilter(document_ids=(document_id,), modalities=(modality,))
        )
        for modality in Modality
    }


def _pages(
    transaction: "Transaction", ids: tuple[int, ...], number: int | None
) -> Iterator[tuple[Document, Page]]:
    from reqx.store import documents  # noqa: PLC0415 - start-up

    # All are looked up before a page is printed: an unknown id is an error, not half an answer.
    named = [documents.get(transaction, document_id) for document_id in ids]
    for document in named or documents.each(transaction, DocumentFilter()):
        pages = list(documents.pages(transaction, document.id))
        if not pages:
            render.note(_without_text(document))
        chosen = [page for page in pages if number is None or page.number == number]
        if pages and not chosen and ids:
            raise NotFound(
                f"document {document.id} has no page {number}",
                hint=f"It has {render.quantity(len(pages), 'page')}.",
            )
        yield from ((document, page) for page in chosen)


def _without_text(document: Document) -> str:
    if document.status is DocumentStatus.ERROR:
        return f"document {document.id} has no text: {document.error_message}"
    return f"document {document.id} has no text yet, it is {document.status}: reqx work --drain"


def _empty(which: DocumentFilter) -> str:
    if which == DocumentFilter():
        return "No documents yet. Take one in: reqx upload FILE"
    return "No document matches. All documents: reqx documents list"
