import os
import stat
import threading
from pathlib import Path

import pytest

from reqx.errors import OutputError, StorageError
from reqx.export.file import replacing


def test_file_is_replaced_at_the_end_only(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("before")
    with replacing(target) as stream:
        stream.write(b"after")
        assert target.read_text() == "before"
    assert target.read_text() == "after"


def test_rights_of_the_file_that_was_there_are_kept(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.touch(0o640)
    with replacing(target) as stream:
        stream.write(b"after")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with replacing(tmp_path / "link") as stream:
        stream.write(b"after")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "after"


def test_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Is a directory"), replacing(tmp_path):
        pass


def test_pipe_is_written_to_directly(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    with replacing(pipe) as stream:
        stream.write(b"through")
    reader.join()
    assert read == ["through"]


def test_disk_error_is_a_storage_error_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="No space left"), replacing(tmp_path / "out"):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []
