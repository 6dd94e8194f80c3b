"""The PDF that the fork server reads first."""

from pathlib import Path

import pytest

from reqx.model.blocks import BlockKind
from reqx.parsing.pdf import read, warm


def test_small_pdf_has_what_documents_have(tmp_path: Path) -> None:
    path = tmp_path / "small.pdf"
    path.write_bytes(warm.small_pdf())
    document = read(path, lambda _read, _pages: None)
    assert [(block.kind, block.text) for block in document.blocks] == [
        (BlockKind.HEADING, "1 La pompe"),
        (
            BlockKind.PARAGRAPH,
            "La pompe s'arr\u00eate d\u00e8s que la cuve est pleine, et la vanne se ferme.",
        ),
        (BlockKind.LIST_ITEM, "\u2022 la cuve"),
        (BlockKind.LIST_ITEM, "\u2022 la vanne"),
        (BlockKind.TABLE_ROW, "Essai Dur\u00e9e"),
        (BlockKind.TABLE_ROW, "A 5 s"),
    ]
    assert document.warnings == ()


def test_fork_server_does_without_where_no_file_can_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(warm, "TemporaryDirectory", refuse)
    warm.read_first()
