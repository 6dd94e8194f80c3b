"""`reqx upload`: take documents in and queue them."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from reqx.cli import render
from reqx.cli.environment import library, open_store, settings
from reqx.cli.options import Json

if TYPE_CHECKING:
    from reqx.intake.upload import Uploaded, UploadOrder

Paths = Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders, patterns.")]
Recursive = Annotated[bool, typer.Option("--recursive", "-r", help="Take the files of folders.")]
Project = Annotated[str | None, typer.Option(metavar="NAME", help="The project they belong to.")]
User = Annotated[str | None, typer.Option(metavar="NAME", help="Who asks for it.")]
Priority = Annotated[
    int, typer.Option(min=-1000, max=1000, metavar="N", help="Higher is done first.")
]

_DATA_STATUS = 65
_PARTLY_FAILED_STATUS = 3


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("upload", epilog="Example: reqx upload -r tenders/ --project bridge")(upload)


def upload(
    paths: Paths,
    recursive: Recursive = False,
    project: Project = None,
    user: User = None,
    priority: Priority = 0,
    revision_of: Annotated[
        int | None, typer.Option(metavar="DOC", help="The document this is a new revision of.")
    ] = None,
    no_enqueue: Annotated[
        bool, typer.Option("--no-enqueue", help="Keep them, queue no job.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
    json: Json = False,
) -> None:
    """Keep documents and queue a job for each.

    Takes files, folders (-r) and patterns; returns without waiting for the work.
    """
    order = order_of(project, user, priority, revision_of, is_enqueued=not no_enqueue)
    results = take(paths, order, is_recursive=recursive, is_dry=dry_run, is_silent=json)
    if json:
        render.json([as_record(result) for result in results])
    raise typer.Exit(exit_status(results))


def order_of(
    project: str | None,
    user: str | None,
    priority: int,
    revision_of: int | None = None,
    *,
    is_enqueued: bool = True,
) -> "UploadOrder":
    """Complete what the options say with the settings."""
    from reqx.intake.upload import UploadOrder  # noqa: PLC0415 - start-up

    return UploadOrder(
        extractor=settings().extractor,
        project=project,
        user=user,
        priority=priority,
        max_attempts=settings().max_attempts,
        revision_of=revision_of,
        is_enqueued=is_enqueued,
    )


def take(
    paths: list[str],
    order: "UploadOrder",
    *,
    is_recursive: bool,
    is_dry: bool = False,
    is_silent: bool = False,
) -> list["Uploaded"]:
    """Upload, and say what became of each file as it happens (unless `is_silent`)."""
    from reqx.intake import sources  # noqa: PLC0415 - start-up
    from reqx.intake.upload import preview, upload  # noqa: PLC0415 - start-up

    found = sources.expand(paths, is_recursive=is_recursive)
    with open_store() as store:
        work = preview(store, found) if is_dry else upload(store, library(), found, order)
        return list(_told_of_rejects(work) if is_silent else _told(work))


def _told_of_rejects(results: Iterable["Uploaded"]) -> Iterator["Uploaded"]:
    """Say on stderr what was not taken, whatever stdout is used for."""
    for result in results:
        if result.problem is not None:
            render.note(_line(result))
        yield result


def _told(results: Iterable["Uploaded"]) -> Iterator["Uploaded"]:
    count = {"new": 0, "duplicate": 0, "rejected": 0}
    for result in results:
        count[result.status] += 1
        render.say(_line(result))
        yield result
    render.note(", ".join(f"{number} {status}" for status, number in count.items()))


def _line(result: "Uploaded") -> str:
    words = [f"{result.status:9}", result.path]
    if result.document_id is not None:
        words.append(f"document {result.document_id}")
    if result.job_id is not None:
        words.append(f"job {result.job_id}")
    if result.reason:
        words.append(f"({result.reason})")
    return "  ".join(words)


def as_record(result: "Uploaded") -> dict[str, object]:
    """Return the `upload` record of contracts.md."""
    return {
        "path": result.path,
        "status": result.status,
        "document_id": result.document_id,
        "job_id": result.job_id,
        "reason": result.reason,
    }


def exit_status(results: list["Uploaded"]) -> int:
    """0 all taken, 3 some rejected; all rejected: their common status, or 65."""
    rejected = {result.problem.exit_status for result in results if result.problem is not None}
    if not rejected:
        return 0
    if any(result.problem is None for result in results):
        return _PARTLY_FAILED_STATUS
    return rejected.pop() if len(rejected) == 1 else _DATA_STATUS
