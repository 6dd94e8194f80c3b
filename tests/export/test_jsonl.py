import io
import json

from reqx.export import Format, write
from tests.export.rows import HOSTILE, stating


def written(statements: tuple[str, ...]) -> bytes:
    stream = io.BytesIO()
    write(Format.JSONL, stating(statements), stream)
    return stream.getvalue()


def test_every_text_is_lossless() -> None:
    texts = (*HOSTILE, "a\x00b\x1b[31m\x9b", "line\u2028separated\u0085twice")
    lines = written(texts).decode().splitlines()
    assert [json.loads(line)["statement"] for line in lines] == list(texts)


def test_no_control_byte_is_written_as_it_is() -> None:
    assert written(("\x1b[31m\x9b\u202e",)).isascii()


def test_text_of_other_scripts_stays_readable() -> None:
    assert "投标人".encode() in written(("投标人",))
