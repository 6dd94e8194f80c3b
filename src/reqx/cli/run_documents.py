"""`reqx run`: the main job in one line, from files to the list of requirements."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from reqx.cli import render
from reqx.cli.environment import open_store
from reqx.cli.meanwhile import imported_meanwhile
from reqx.cli.options import Json
from reqx.cli.progress import observe
from reqx.cli.requirements import show_found
from reqx.cli.upload import (
    Extractor,
    Paths,
    Priority,
    Project,
    Receipt,
    Recursive,
    User,
    order_of,
    taking,
)
from reqx.cli.work import (
    Quiet,
    interrupted_status,
    orders_of,
    say_if_paused,
    summary,
    worker_of,
)
from reqx.model.filters import DocumentFilter
from reqx.model.jobs import DocumentStatus

if TYPE_CHECKING:
    from reqx.intake.upload import Uploaded
    from reqx.worker import Worker

_MOST_CHILDREN = 4
_PARTLY_FAILED_STATUS, _ALL_FAILED_STATUS = 3, 4


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run", epilog="Example: reqx run tender.pdf annex.docx")(run)


def run(
    paths: Paths,
    recursive: Recursive = False,
    project: Project = None,
    user: User = None,
    priority: Priority = 0,
    extractor: Extractor = None,
    concurrency: Annotated[
        int | None,
        typer.Option(
            min=1, max=64, metavar="N", help="Documents at a time [one a core, at most 4]."
        ),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Show the requirements of documents: the main job.

    Uploads the documents, processes them now, the largest first, and lists what was found. Works
    on these documents only; other queued jobs are left to `reqx work`. Pages that are pictures
    are read where tesseract is installed (REQX_OCR [auto]).
    """
    order, receipt = order_of(project, user, priority, extractor), Receipt()
    with taking(paths, order, is_recursive=recursive, is_quiet=quiet) as results:
        taken = list(receipt.told(results, is_silent=json or quiet))
    with imported_meanwhile("reqx.review.duplicates", "rich.console", "rich.table"):
        worker = _work(taken, concurrency or min(os.cpu_count() or 1, _MOST_CHILDREN), quiet=quiet)
    found = tuple(one.document_id for one in taken if one.document_id is not None)
    if found:
        show_found(found, is_json=json, is_quiet=quiet)
    elif json:
        render.json([])
    raise typer.Exit(_status(receipt, found, worker))


def _work(taken: list["Uploaded"], concurrency: int, *, quiet: bool) -> "Worker | None":
    """Work until the jobs of these uploads have ended; None when there are none."""
    from reqx.worker.orders import Until  # noqa: PLC0415 - start-up

    # The largest first: begun last, one would keep all waiting while the other processes idle.
    by_size = sorted(taken, key=lambda one: -one.size)
    job_ids = tuple(dict.fromkeys(one.job_id for one in by_size if one.job_id is not None))
    if not job_ids:
        return None
    orders = orders_of(Until.DRAINED, 1.0, concurrency, only=job_ids)
    with open_store() as store, observe(quiet=quiet) as observer:
        say_if_paused(store, is_quiet=quiet)
        worker = worker_of(store, orders, observer)
        tally = worker.run()
    if tally.claimed and not quiet:
        render.note(summary(tally))
    return worker


def _status(receipt: Receipt, found: tuple[int, ...], worker: "Worker | None") -> int:
    """Judge by the documents: 0 all are done, 3 some are, 4 none is; cut short: 128 + signal."""
    if worker is not None and worker.signal is not None:
        return interrupted_status(worker.signal)
    if not found:
        return receipt.exit_status
    unfinished = _unfinished(found)
    if len(unfinished) == len(found):
        return _ALL_FAILED_STATUS
    return _PARTLY_FAILED_STATUS if unfinished else receipt.exit_status


def _unfinished(ids: tuple[int, ...]) -> list[int]:
    from reqx.store import documents  # noqa: PLC0415 - start-up

    with open_store() as store, store.read() as tx:
        return [
            document.id
            for document in documents.each(tx, DocumentFilter(ids=ids))
            if document.status is not DocumentStatus.DONE
        ]
