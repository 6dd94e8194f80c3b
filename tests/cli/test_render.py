import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqx.cli import render

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
HOSTILE = "a\x1b[31mred\x9b1m\x07\u202eb\tc\r\nd\x00\u2066"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def drawn(stream: io.StringIO) -> str:
    render.console(stream).print(render.safe_text("words", "bold red"))
    return stream.getvalue()


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


def test_foreign_text_is_one_line_without_control_characters() -> None:
    assert render.safe(HOSTILE) == "a[31mred1mb c d"


def test_lines_are_kept_where_they_are_asked_for() -> None:
    assert render.safe_lines("a\r\nb\x1b\tc\u202e\rd") == "a\nb   c\nd"


@given(st.text())
def test_no_text_keeps_a_control_character(text: str) -> None:
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in render.safe(text))
    assert render.safe(text).encode().decode() == render.safe(text)


@given(st.text())
def test_lines_keep_no_control_character_but_line_feeds(text: str) -> None:
    kept = render.safe_lines(text).replace("\n", "")
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in kept)


def test_markup_is_text() -> None:
    assert render.safe_text("[bold]x[/path]").plain == "[bold]x[/path]"
    assert not render.safe_text("[bold]x[/path]").spans


def test_terminal_is_coloured() -> None:
    assert "\x1b[" in drawn(Terminal())


def test_pipe_is_not_coloured() -> None:
    assert drawn(io.StringIO()) == "words\n"


def test_force_color_colours_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in drawn(io.StringIO())


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_terminal_without_colours_is_obeyed(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv(name, value)
    assert drawn(Terminal()) == "words\n"


def test_pipe_is_as_wide_as_it_takes() -> None:
    assert render.width(io.StringIO()) == render.UNBOUNDED


def test_columns_variable_sets_the_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "52")
    assert render.width(io.StringIO()) == 52


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s ago"),
        (59, "59 s ago"),
        (60, "1 min ago"),
        (3 * 3600 + 5, "3 h ago"),
        (5 * 86400, "5 d ago"),
        (-125, "in 2 min"),
        (90 * 86400, "2025-11-02"),
    ],
)
def test_times_are_told_from_now(seconds: int, words: str) -> None:
    assert render.ago(NOW - timedelta(seconds=seconds), NOW) == words


def test_page_shows_the_printed_label_when_it_differs() -> None:
    assert render.page(3, "iii") == "3 (iii)"
    assert render.page(3, "3") == "3"
    assert render.page(None, None) == ""


def test_json_is_one_value(capsys: pytest.CaptureFixture[str]) -> None:
    render.json([{"text": HOSTILE}])
    shown = capsys.readouterr().out
    assert json.loads(shown) == [{"text": HOSTILE}]
    assert "\x1b" not in shown


def test_json_lines_are_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    render.json_lines([{"text": "a\u2028b"}, {"text": "c"}])
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["a\u2028b", "c"]


def test_utf8_is_written_under_a_latin_locale() -> None:
    code = "from reqx.cli import render; render.use_utf8(); render.say('\\u62db \\xe9')"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "PYTHON"))}
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", code],
        env=environment | {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == "招 é\n"
