"""`reqx upload`: take documents in and queue them."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from reqx.cli import render
from reqx.cli.environment import library, open_store, settings
from reqx.cli.options import Json
from reqx.cli.progress import counted

if TYPE_CHECKING:
    from reqx.intake.upload import Uploaded, UploadOrder

Paths = Annotated[list[str], typer.Argument(metavar="PATH", help="Files, folders, patterns.")]
Recursive = Annotated[bool, typer.Option("--recursive", "-r", help="Take the files of folders.")]
Project = Annotated[str | None, typer.Option(metavar="NAME", help="The project they belong to.")]
User = Annotated[str | None, typer.Option(metavar="NAME", help="Who asks for it.")]
Priority = Annotated[
    int, typer.Option(min=-1000, max=1000, metavar="N", help="Higher is done first.")
]
Extractor = Annotated[
    str | None, typer.Option(metavar="NAME", help="rules or llm, instead of REQX_EXTRACTOR.")
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
    extractor: Extractor = None,
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
    queued = not no_enqueue
    order = order_of(project, user, priority, extractor, revision_of, is_enqueued=queued)
    receipt = Receipt()
    with taking(paths, order, is_recursive=recursive, is_dry=dry_run) as results:
        told = receipt.told(results, is_silent=json)
        if json:
            render.json_array(map(_record, told))
        else:
            deque(told, maxlen=0)
    raise typer.Exit(receipt.exit_status)


def order_of(
    project: str | None,
    user: str | None,
    priority: int,
    extractor: str | None,
    revision_of: int | None = None,
    *,
    is_enqueued: bool = True,
) -> "UploadOrder":
    """Complete what the options say with the settings."""
    from reqx.intake.upload import UploadOrder  # noqa: PLC0415 - start-up

    return UploadOrder(
        extractor=extractor or settings().extractor,
        project=project,
        user=user,
        priority=priority,
        max_attempts=settings().max_attempts,
        revision_of=revision_of,
        is_enqueued=is_enqueued,
    )


@contextmanager
def taking(
    paths: list[str],
    order: "UploadOrder",
    *,
    is_recursive: bool,
    is_dry: bool = False,
    is_quiet: bool = False,
) -> Iterator[Iterator["Uploaded"]]:
    """Give what becomes of each file, as it happens, with a bar on a terminal.

    The bar counts the files that were given, whatever number of documents an archive holds.
    """
    from reqx.intake import sources  # noqa: PLC0415 - start-up
    from reqx.intake.upload import preview, upload  # noqa: PLC0415 - start-up

    def found() -> Iterator[sources.Source]:
        return sources.expand(paths, is_recursive=is_recursive)

    def files() -> Generator[sources.Source, None, None]:
        every = found()
        yield from every if is_quiet else counted(every, "files", lambda: sum(1 for _ in found()))

    # Closed here: after an error the bar is gone before that is told.
    with open_store() as store, closing(files()) as given:
        yield preview(store, given) if is_dry else upload(store, library(), given, order)


class Receipt:
    """What came of an upload, counted while it goes on."""

    def __init__(self) -> None:
        self._counts = {"new": 0, "duplicate": 0, "rejected": 0}
        self._problems: set[int] = set()

    def told(
        self, results: Iterable["Uploaded"], *, is_silent: bool = False
    ) -> Iterator["Uploaded"]:
        """Yield the results, saying each on stdout; `is_silent`: rejected ones only, on stderr."""
        for result in results:
            self._counts[result.status] += 1
            if result.problem is not None:
                self._problems.add(result.problem.exit_status)
            if not is_silent:
                render.say(_line(result))
            elif result.problem is not None:
                render.note(_line(result))
            yield result
        if not is_silent:
            render.note(", ".join(f"{number} {word}" for word, number in self._counts.items()))

    @property
    def exit_status(self) -> int:
        """0 all taken, 3 some rejected; all rejected: their common status, or 65."""
        if not self._problems:
            return 0
        if self._counts["new"] or self._counts["duplicate"]:
            return _PARTLY_FAILED_STATUS
        return min(self._problems) if len(self._problems) == 1 else _DATA_STATUS


def _line(result: "Uploaded") -> str:
    words = [f"{result.status:9}", result.path]
    if result.document_id is not None:
        words.append(f"document {result.document_id}")
    if result.job_id is not None:
        words.append(f"job {result.job_id}")
    if result.reason:
        words.append(f"({result.reason})")
    return "  ".join(words)


def _record(result: "Uploaded") -> dict[str, object]:
    return {
        "path": result.path,
        "status": result.status,
        "document_id": result.document_id,
        "job_id": result.job_id,
        "reason": result.reason,
    }
