"""A ZIP archive of documents.

Its limits are those of a ZIP file that is one document (`parsing.archive`), looked at before
anything is unpacked.
"""

import stat
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from reqx.errors import DocumentError, Encrypted, Unreadable, Unsupported
from reqx.intake import refusal
from reqx.intake.member import Member, label
from reqx.parsing import archive

_JUNK_FOLDER = "__MACOSX"
_JUNK = frozenset(["thumbs.db", "desktop.ini"])
_JUNK_BEGINNINGS = (".", "~$")
"""Hidden files, and the locks that Word leaves beside an open document."""

_UTF_8_FLAG = 0x800


def members(path: Path) -> Iterator[Member]:
    """Yield the files in the ZIP archive at `path`, in its order; junk and folders are left out.

    Raises TooLarge or Unreadable for the archive as a whole, before the first.
    """
    with archive.bounded(path, path.name) as zip_file:
        found = [info for info in zip_file.infolist() if not info.is_dir() and not _is_junk(info)]
        if not found:
            raise Unreadable(f"{path.name} holds no file", hint="Pack it again from its source.")
        for info in found:
            yield _member(zip_file, info, path.name)


def _is_junk(info: ZipInfo) -> bool:
    parts = label(info.filename).split("/")
    is_hidden = any(part.startswith(_JUNK_BEGINNINGS) for part in parts)
    return is_hidden or parts[0] == _JUNK_FOLDER or parts[-1].lower() in _JUNK


def _member(zip_file: ZipFile, info: ZipInfo, bundle: str) -> Member:
    name = label(_name(info)) or "unnamed"
    full_name = f"{bundle}/{name}"
    problem = _problem(info, full_name)
    if problem is not None:
        return Member(name, problem=problem)
    return Member(name, archive.unpacked(zip_file, info, full_name))


def _problem(info: ZipInfo, full_name: str) -> DocumentError | None:
    if info.flag_bits & archive.ENCRYPTED_FLAG:
        hint = "Unpack it with the password and upload the documents in it."
        return Encrypted(f"{full_name} is encrypted", hint=hint)
    if stat.S_ISLNK(info.external_attr >> 16):
        return Unsupported(f"{full_name} is a link, not a file", hint="Pack the file itself.")
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return Unsupported(f"{full_name} is packed by an unusual method", hint=refusal.UNPACK)
    return None


def _name(info: ZipInfo) -> str:
    """Return the name; without the flag for UTF-8, zipfile takes it for DOS's code page 437.

    macOS writes UTF-8 without that flag, and hardly any name in another encoding is valid UTF-8.
    """
    if info.flag_bits & _UTF_8_FLAG:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename
