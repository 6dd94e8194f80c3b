"""Imports that are needed later, made while others work."""

import sys
from threading import Event

import pytest

from reqx.cli import meanwhile
from reqx.cli.meanwhile import imported_meanwhile


def test_what_is_needed_later_is_imported_while_the_block_lasts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loaded: list[str] = []
    is_over = Event()

    def load(name: str) -> None:
        loaded.append(name)
        if name == "two":
            is_over.set()

    monkeypatch.setattr(meanwhile, "import_module", load)
    with imported_meanwhile("one", "two", after=0.0):
        assert is_over.wait(10)
    assert loaded == ["one", "two"]


def test_a_short_block_imports_nothing_and_is_not_waited_for() -> None:
    with pytest.raises(ValueError, match="broken"), imported_meanwhile("wave", after=600.0):
        raise ValueError("broken")
    assert "wave" not in sys.modules
