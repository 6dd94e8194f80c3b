"""`reqx enqueue`: a job for documents that are known already."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from reqx.cli import render
from reqx.cli.environment import open_store, settings
from reqx.cli.options import Json, parse_instant
from reqx.cli.progress import counted
from reqx.cli.upload import Extractor, Priority, Project
from reqx.model.filters import DocumentFilter
from reqx.model.jobs import DocumentStatus

if TYPE_CHECKING:
    from reqx.intake.enqueue import Enqueued, EnqueueOrder


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
    extractor: Extractor = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
    json: Json = False,
) -> None:
    """Queue documents that are known already.

    By number, or all that --status and --project match.
    """
    from reqx.intake.enqueue import EnqueueOrder  # noqa: PLC0415 - start-up

    which = DocumentFilter(tuple(documents or ()), tuple(status or ()), project)
    name = extractor or settings().extractor
    order = EnqueueOrder(name, priority, settings().max_attempts, at, force)
    with _queueing(which, order, is_dry=dry_run) as results:
        if json:
            render.json_array(map(_record, results))
        else:
            _tell(results, "would be queued" if dry_run else "queued")


@contextmanager
def _queueing(
    which: DocumentFilter, order: "EnqueueOrder", *, is_dry: bool
) -> Iterator[Iterator["Enqueued"]]:
    """Give what becomes of each document, as it happens, with a bar on a terminal."""
    from reqx.intake import enqueue as intake  # noqa: PLC0415 - start-up

    with open_store() as store:
        act = intake.preview if is_dry else intake.enqueue
        yield counted(act(store, which, order), "documents", lambda: intake.count(store, which))


def _tell(results: Iterable["Enqueued"], word: str) -> None:
    queued = skipped = 0
    for result in results:
        job = f"  job {result.job_id}" if result.job_id is not None else ""
        reason = f"  ({result.reason})" if result.reason else ""
        render.say(f"{result.status:7}  document {result.document_id}{job}{reason}")
        queued += result.status == "queued"
        skipped += result.status == "skipped"
    render.note(f"{queued} {word}, {skipped} skipped")


def _record(result: "Enqueued") -> dict[str, object]:
    return {
        "document_id": result.document_id,
        "status": result.status,
        "job_id": result.job_id,
        "reason": result.reason,
    }
