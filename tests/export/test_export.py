import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from reqx.errors import OutputError
from reqx.export import Format, write
from tests.export.rows import HOSTILE, Found, stating


@pytest.mark.parametrize("kind", list(Format))
def test_same_rows_give_the_same_bytes(kind: Format) -> None:
    streams = [io.BytesIO(), io.BytesIO()]
    for stream in streams:
        write(kind, stating(HOSTILE), stream)
    assert streams[0].getvalue() == streams[1].getvalue()


@pytest.mark.parametrize("kind", list(Format))
def test_file_holds_the_bytes_of_the_stream(kind: Format, tmp_path: Path) -> None:
    stream = io.BytesIO()
    write(kind, [Found()], stream)
    assert write(kind, [Found()], tmp_path / "out").rows == 1
    assert (tmp_path / "out").read_bytes() == stream.getvalue()


@pytest.mark.parametrize("kind", list(Format))
def test_failed_export_leaves_the_file_that_was_there(kind: Format, tmp_path: Path) -> None:
    def rows() -> Iterator[Found]:
        yield Found()
        raise LookupError

    target = tmp_path / "out"
    target.write_text("before")
    with pytest.raises(LookupError):
        write(kind, rows(), target)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]


def test_missing_folder_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No such file or directory"):
        write(Format.JSONL, [Found()], tmp_path / "missing" / "out")
