"""What the user pointed at: files, folders and patterns become files."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path

from reqx.errors import DocumentError, NotFound, PermissionRefused, ReqxError, UsageError


@dataclass(frozen=True, slots=True)
class Source:
    """A file to upload, or a path that is none, with the reason."""

    path: str
    problem: ReqxError | None = None


def expand(paths: Iterable[str], *, is_recursive: bool) -> Iterator[Source]:
    """Yield every file that `paths` mean, in a stable order, once each.

    A folder needs `is_recursive`; hidden files and folders in it are passed over. In it, links to
    folders are not followed, and a link to a file that lies elsewhere is a problem. What names no
    file is yielded with its problem, so that none goes unsaid.
    """
    seen: set[str] = set()
    for path in paths:
        for source in _expand_one(path, is_recursive=is_recursive):
            if source.path not in seen:
                seen.add(source.path)
                yield source


def _expand_one(path: str, *, is_recursive: bool) -> Iterator[Source]:
    place = Path(path)
    if place.is_dir():
        if is_recursive:
            yield from _walk(place)
        else:
            yield Source(path, UsageError(f"{path} is a folder", hint="Add -r to take its files."))
    elif place.is_file():
        yield Source(path)
    elif place.exists():
        yield Source(path, DocumentError(f"{path} is not a regular file"))
    elif has_magic(path):
        yield from _match(path, is_recursive=is_recursive)
    else:
        yield Source(path, NotFound(f"{path}: no such file"))


def _match(pattern: str, *, is_recursive: bool) -> Iterator[Source]:
    # glob.glob, not Path.glob: a pattern may be absolute, or hold ".." and "~" as the shell would.
    matches = sorted(glob(pattern, recursive=True))  # noqa: PTH207 - see above
    if not matches:
        yield Source(pattern, NotFound(f"{pattern}: no file matches"))
    for match in matches:
        if Path(match).is_dir() and not is_recursive:
            continue
        yield from _expand_one(match, is_recursive=is_recursive)


def _walk(folder: Path) -> Iterator[Source]:
    locked: list[OSError] = []
    files = 0
    for place, folders, names in os.walk(folder, onerror=locked.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and (path.is_file() or path.is_symlink()):
                files += 1
                yield Source(str(path), _link_problem(path, folder))
    for error in locked:
        problem = PermissionRefused(f"{error.filename} cannot be read: {error.strerror}")
        yield Source(str(error.filename), problem)
    if not files and not locked:
        yield Source(str(folder), NotFound(f"{folder}: no file in this folder"))


def _link_problem(path: Path, folder: Path) -> ReqxError | None:
    """Return why a file is not taken that stands in the folder, but lies elsewhere or nowhere."""
    if not path.is_symlink():
        return None
    if not path.is_file():
        return NotFound(f"{path} is a link that leads to no file")
    if path.resolve().is_relative_to(folder.resolve()):
        return None
    hint = "Name it in the command to take what it leads to."
    return DocumentError(f"{path} is a link that leads out of the folder", hint=hint)
