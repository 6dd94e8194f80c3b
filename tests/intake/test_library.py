"""The library keeps bytes once, under their fingerprint, or says why not."""

import hashlib
import io
import resource
from pathlib import Path

import pytest

from reqx.errors import ConfigurationError, StorageError
from reqx.intake.library import Library

BYTES = b"%PDF-1.7 a tender"
FINGERPRINT = hashlib.sha256(BYTES).hexdigest()


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_bytes_come_back_under_their_fingerprint(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    kept = library.keep(io.BytesIO(BYTES))
    assert (kept.fingerprint, kept.size) == (FINGERPRINT, len(BYTES))
    assert library.path(kept.fingerprint).read_bytes() == BYTES


def test_same_bytes_are_kept_once(tmp_path: Path) -> None:
    library = Library(tmp_path)
    for _ in range(2):
        library.keep(io.BytesIO(BYTES))
    assert len(files(tmp_path)) == 1


def test_kept_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    library.keep(io.BytesIO(BYTES))
    assert library.path(FINGERPRINT).stat().st_mode & 0o777 == 0o600
    assert library.root.stat().st_mode & 0o777 == 0o700


def test_full_disk_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    library = Library(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
    try:
        with pytest.raises(StorageError, match="cannot be written"):
            library.keep(io.BytesIO(bytes(2 << 20)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert files(tmp_path) == []


def test_lost_file_is_an_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="has no file for") as caught:
        Library(tmp_path).path(FINGERPRINT)
    assert "REQX_LIBRARY_URL" in caught.value.hint


def test_url_names_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "l'été & co"
    assert Library.at(folder.as_uri()).root == folder


@pytest.mark.parametrize("url", ["s3://bucket/x", "file://host/x", "library", "file://"])
def test_other_places_are_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="REQX_LIBRARY_URL"):
        Library.at(url)
