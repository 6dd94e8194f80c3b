"""A file inside another: of a ZIP archive, or attached to a mail."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reqx.errors import DocumentError

_MAX_NAME_CHARS = 255


@dataclass(frozen=True, slots=True)
class Member:
    """Its name there, and its bytes or why they cannot be had.

    `chunks` may raise a DocumentError, and are to be taken before the next member is asked for.
    """

    name: str
    chunks: Iterable[bytes] = ()
    problem: DocumentError | None = None


def label(name: str) -> str:
    """Return a member's name as people are to see it; it leads nowhere and is never a path.

    What would lead out of a folder goes, and of a name beyond all measure the beginning.
    """
    parts = name.replace("\\", "/").replace("\0", "").split("/")
    clean = "/".join(part for part in parts if part.strip() not in ("", ".", ".."))
    return clean if len(clean) <= _MAX_NAME_CHARS else f"…{clean[1 - _MAX_NAME_CHARS :]}"


def told_apart(members: Iterable[Member]) -> Iterator[Member]:
    """Yield the members, those numbered whose name has come before ("spec (2).pdf")."""
    seen: Counter[str] = Counter()
    for member in members:
        seen[member.name] += 1
        yield replace(member, name=_numbered(member.name, seen[member.name]))


def _numbered(name: str, number: int) -> str:
    if number == 1:
        return name
    folder, slash, last = name.rpartition("/")
    stem, dot, suffix = last.rpartition(".")
    if not stem:
        return f"{name} ({number})"
    return f"{folder}{slash}{stem} ({number}){dot}{suffix}"
