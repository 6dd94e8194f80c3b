"""`reqx requirements`: what was found, and where it stands."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from reqx.cli import explanation, options, render, requirement_view
from reqx.cli.environment import open_store
from reqx.cli.known import check_documents
from reqx.cli.options import Form
from reqx.model.filters import DocumentFilter, RequirementFilter, Window
from reqx.model.jobs import DocumentStatus

if TYPE_CHECKING:
    from reqx.store import Transaction

_SHOWN_FIRST = 50
_NAMED_AT_MOST = 4
_NONE_REPEATED = "No requirement there repeats an earlier one."
_UNREAD = (DocumentStatus.WAITING, DocumentStatus.PROCESSING, DocumentStatus.ERROR)

app = typer.Typer(help="Requirements: list, show.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list", epilog="Example: reqx requirements list --document 12 --modality mandatory")
def list_requirements(
    document: options.Documents = None,
    project: options.Project = None,
    modality: options.Modalities = None,
    section: options.Section = None,
    min_confidence: options.MinConfidence = None,
    flag: options.Flags = None,
    duplicates: Annotated[
        bool, typer.Option("--duplicates", help="Only what repeats an earlier requirement.")
    ] = False,
    limit: options.Limit = 50,
    cursor: options.Cursor = None,
    sort: options.Sort = "id",
    json: options.Json = False,
    jsonl: options.JsonLines = False,
) -> None:
    """List requirements in the order of their documents."""
    from reqx.review import duplicates as repeated  # noqa: PLC0415 - start-up

    form = options.form_of(json, jsonl)
    which = options.requirement_filter(document, project, modality, section, min_confidence, flag)
    window = options.window(limit, cursor, sort)
    with open_store() as store, store.read() as transaction:
        check_documents(transaction, which.document_ids)
        find = repeated.find if duplicates else repeated.find_all
        found = find(transaction, which, window)
        empty = "" if found[0] else _why_none(transaction, which)
    requirement_view.LISTING.show(found, form, empty=_NONE_REPEATED if duplicates else empty)


@app.command("show", epilog="Example: reqx requirements show 3f9a1c --explain")
def show_requirement(
    uid: Annotated[str, typer.Argument(metavar="UID", help="Its ID, or the ID's first digits.")],
    explain: Annotated[
        bool, typer.Option("--explain", help="Read the document again; say why this is a row.")
    ] = False,
    json: options.Json = False,
) -> None:
    """Show a requirement with all that is known about it, and the words around it."""
    shown = _shown(uid, is_explained=explain)
    if json:
        render.json(requirement_view.details(shown))
    else:
        requirement_view.show(shown)


def _shown(uid: str, *, is_explained: bool) -> requirement_view.Shown:
    from reqx.review import duplicates  # noqa: PLC0415 - start-up
    from reqx.store import documents, requirements  # noqa: PLC0415 - start-up

    with open_store() as store, store.read() as transaction:
        [found] = duplicates.marked(transaction, [requirements.get(transaction, uid)])
        repeating = duplicates.repeating(transaction, found.requirement.uid)
        pages = list(documents.pages(transaction, found.document.id))
    return requirement_view.Shown(
        found,
        requirement_view.around(found.requirement, pages),
        tuple(repeating),
        explanation.weigh(found) if is_explained else None,
    )


def show_found(document_ids: Sequence[int], *, is_json: bool, is_quiet: bool) -> None:
    """Print the requirements of these documents: every record, or a first table and what next."""
    from reqx.review import duplicates  # noqa: PLC0415 - start-up
    from reqx.store import requirements  # noqa: PLC0415 - start-up

    which = RequirementFilter(document_ids=tuple(document_ids))
    window = Window(None if is_json else _SHOWN_FIRST, sort="id")
    with open_store() as store, store.read() as transaction:
        rows, _ = duplicates.find_all(transaction, which, window)
        count = requirements.count(transaction, which)
        empty = "" if rows else _why_none(transaction, which)
    form = Form.JSON if is_json else Form.WORDS
    requirement_view.LISTING.show((rows, None), form, empty=empty)
    if rows and not is_json and not is_quiet:
        _say_next(document_ids, len(rows), count)


def _say_next(document_ids: Sequence[int], shown: int, count: int) -> None:
    few = document_ids if len(document_ids) <= _NAMED_AT_MOST else ()
    words = "".join(f" --document {document_id}" for document_id in few)
    render.note(f"{shown} of {render.quantity(count, 'requirement')}")
    if shown < count:
        render.note(f"All of them: reqx requirements list --limit 0{words}")
    render.note(f"To a spreadsheet: reqx export --format xlsx -o requirements.xlsx{words}")


def _why_none(transaction: "Transaction", which: RequirementFilter) -> str:
    """Tell documents that hold no requirement from those that were not read, or not yet."""
    from reqx.store import documents  # noqa: PLC0415 - start-up

    if which == RequirementFilter():
        return "No requirements yet. Find some: reqx run FILE"
    unread = DocumentFilter(ids=which.document_ids, statuses=_UNREAD, project=which.project)
    found, _ = documents.find(transaction, unread, Window(1, sort="id"))
    for document in found:
        reason = f" ({document.error_message})" if document.error_message else ""
        return (
            f"No requirement, but document {document.id} is {document.status}{reason}."
            " See reqx documents list"
        )
    return "No requirement was found there. All requirements: reqx requirements list"
