"""`reqx enqueue`: a job for documents that are known already."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from reqx.cli import render
from reqx.cli.environment import open_store, settings
from reqx.cli.options import Json, parse_instant
from reqx.cli.upload import Priority, Project
from reqx.model.filters import DocumentFilter
from reqx.model.jobs import DocumentStatus

if TYPE_CHECKING:
    from reqx.intake.enqueue import Enqueued


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("enqueue", epilog="Example: reqx enqueue --status ERROR --project bridge")(enqueue)


def enqueue(
    documents: Annotated[
        list[int] | None, typer.Argument(metavar="DOC", help="Their numbers.")
    ] = None,
    status: Annotated[
        list[DocumentStatus] | None,
        typer.Option(metavar="STATUS", help="Those in this state (repeatable)."),
    ] = None,
    project: Project = None,
    force: Annotated[bool, typer.Option("--force", help="Also those that are DONE.")] = False,
    priority: Priority = 0,
    at: Annotated[
        datetime | None, typer.Option(parser=parse_instant, metavar="TIME", help="Not before.")
    ] = None,
    extractor: Annotated[
        str | None, typer.Option(metavar="NAME", help="Instead of REQX_EXTRACTOR.")
    ] = None,
    json: Json = False,
) -> None:
    """Queue documents that are known already.

    By number, or all that --status and --project match.
    """
    from reqx.intake.enqueue import EnqueueOrder, enqueue  # noqa: PLC0415 - start-up

    which = DocumentFilter(tuple(documents or ()), tuple(status or ()), project)
    name = extractor or settings().extractor
    order = EnqueueOrder(name, priority, settings().max_attempts, at, force)
    with open_store() as store:
        results = list(enqueue(store, which, order))
    if json:
        render.json([_record(result) for result in results])
    else:
        _tell(results)


def _tell(results: list["Enqueued"]) -> None:
    for result in results:
        job = f"  job {result.job_id}" if result.job_id is not None else ""
        reason = f"  ({result.reason})" if result.reason else ""
        render.say(f"{result.status:7}  document {result.document_id}{job}{reason}")
    queued = sum(result.status == "queued" for result in results)
    render.note(f"{queued} queued, {len(results) - queued} skipped")


def _record(result: "Enqueued") -> dict[str, object]:
    return {
        "document_id": result.document_id,
        "status": result.status,
        "job_id": result.job_id,
        "reason": result.reason,
    }
