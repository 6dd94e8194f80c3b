"""The library is a folder by fingerprint, or says why not."""

import errno
import os
from pathlib import Path

import pytest

from reqx.errors import ConfigurationError, PermissionRefused, ReqxError, StorageError
from reqx.intake.library import Library
from tests import make

BYTES = b"%PDF-1.7 a tender"


def test_bytes_come_back_under_their_fingerprint(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    fingerprint = make.keep(library, BYTES)
    assert fingerprint == make.sha256(BYTES.decode())
    assert library.path(fingerprint).read_bytes() == BYTES


def test_kept_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    path = library.path(make.keep(library, BYTES))
    modes = {place.stat().st_mode & 0o777 for place in (library.root, path.parent)}
    assert (path.stat().st_mode & 0o777, modes) == (0o600, {0o700})


def test_lost_file_is_an_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="has no file for") as caught:
        Library(tmp_path).path(make.sha256("gone"))
    assert "REQX_LIBRARY_URL" in caught.value.hint


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.EACCES, PermissionRefused),
        (errno.EROFS, PermissionRefused),
        (errno.ENOSPC, StorageError),
        (errno.EIO, StorageError),
    ],
)
def test_what_the_file_system_says_decides(
    tmp_path: Path, number: int, kind: type[ReqxError]
) -> None:
    with pytest.raises(kind, match=str(tmp_path)), Library(tmp_path).writing():
        raise OSError(number, os.strerror(number))


def test_url_names_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "l'été & co"
    assert Library.at(folder.as_uri()).root == folder


@pytest.mark.parametrize("url", ["s3://bucket/x", "file://host/x", "library", "file://"])
def test_other_places_are_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="REQX_LIBRARY_URL"):
        Library.at(url)
