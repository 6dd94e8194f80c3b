"""What the sources hold: each file that may be a document, those inside ZIP archives and mails too.

One level only: a ZIP archive in another, or a mail in a mail, is refused by name.
"""

import tempfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reqx.errors import DocumentError, ReqxError
from reqx.intake import bundle, refusal
from reqx.intake.library import Library
from reqx.intake.member import Member, told_apart
from reqx.intake.sniff import CONTAINERS, ZIP, media_type
from reqx.intake.sources import Source
from reqx.intake.textual import EML

_KINDS = {ZIP: "a ZIP archive", EML: "a mail"}
_WAYS_OUT = {ZIP: refusal.UNPACK, EML: refusal.SAVE_APART}
_SPOOL = ".incoming-"
"""As a delivery's folder: after a crash, `delivery.clear` removes it a day later."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file that may be a document: its bytes in `file` and their type, or its problem.

    `path` is what the user is told, `name` the document's ("tender.zip/annex/spec.pdf").
    `file` may be gone once the next is asked for.
    """

    path: str
    name: str
    file: Path
    media_type: str = ""
    problem: ReqxError | None = None


def contents(sources: Iterable[Source], library: Library) -> Generator[Content]:
    """Yield what the sources hold, in their order; members wait in the library's folder.

    Raises StorageError or PermissionRefused when there is no room for them.
    """
    for source in sources:
        yield from _contents(source, library)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn a file that cannot be read into a rejected one: the others are still taken."""
    try:
        yield
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror}") from error


def _contents(source: Source, library: Library) -> Iterator[Content]:
    path = Path(source.path)
    if source.problem is not None:
        yield Content(source.path, path.name, path, problem=source.problem)
        return
    try:
        with readable(path):
            kind = media_type(path)
            if kind in CONTAINERS:
                yield from _unpacked(source, kind, library)
            else:
                yield Content(source.path, path.name, path, kind)
    except DocumentError as error:
        yield Content(source.path, path.name, path, problem=error)


def _unpacked(source: Source, kind: str, library: Library) -> Iterator[Content]:
    path = Path(source.path)
    with _spool(library) as folder:
        for member in told_apart(_members(path, kind)):
            content = Content(
                f"{source.path}/{member.name}", f"{path.name}/{member.name}", folder / "member"
            )
            yield _received(content, member, library)


def _members(path: Path, kind: str) -> Iterator[Member]:
    if kind == ZIP:
        return bundle.members(path)
    from reqx.intake import mail  # noqa: PLC0415 - the library for mails, which most uploads lack

    return mail.members(path)


@contextmanager
def _spool(library: Library) -> Iterator[Path]:
    with library.writing():
        library.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = tempfile.TemporaryDirectory(prefix=_SPOOL, dir=library.root)
    with folder as name:
        yield Path(name)


def _received(content: Content, member: Member, library: Library) -> Content:
    """Write the member's bytes and see what they are."""
    try:
        if member.problem is not None:
            raise member.problem
        with library.writing(), content.file.open("wb") as file:
            file.writelines(member.chunks)
        kind = media_type(content.file, content.name)
        if kind in CONTAINERS:
            what = f"{_KINDS[kind]} inside another file"
            raise refusal.of(content.name, what, _WAYS_OUT[kind])
    except DocumentError as error:
        return Content(content.path, content.name, content.file, problem=error)
    return Content(content.path, content.name, content.file, kind)
