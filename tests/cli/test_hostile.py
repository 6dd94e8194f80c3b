import re
from pathlib import Path

import pytest

from reqx.store import workers
from tests.cli.conftest import Reqx
from tests.cli.seed import Seed
from tests.export.rows import HOSTILE

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NAME = "\x1b]0;title\x07[/path][bold]\u202efdp.exe\x9b31m=cmd|'/C calc'!A0\nsecond"

COMMANDS = (
    ("jobs", "list"),
    ("jobs", "show", "2"),
    ("jobs", "show", "2", "--traceback"),
    ("jobs", "retry", "2"),
    ("workers", "list"),
    ("stats",),
    ("documents", "list"),
    ("documents", "show", "1"),
    ("documents", "text", "1"),
    ("requirements", "list"),
    ("requirements", "list", "--section", "pumps"),
)


@pytest.fixture(autouse=True)
def hostile_documents(seed: Seed) -> None:
    seed.done(NAME, [*HOSTILE, NAME], project=NAME)
    seed.failed(NAME + "2", error=NAME, project=NAME)
    with seed.store.hold() as tx:
        workers.register(tx, NAME, 1, version=NAME)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_no_control_byte_of_foreign_text_is_printed(
    reqx: Reqx, command: tuple[str, ...], form: tuple[str, ...]
) -> None:
    ran = reqx(*command, *form)
    assert ran.status == 0
    assert not CONTROL.search(ran.out.replace("\r\n", "\n") + ran.err)


@pytest.mark.parametrize("command", [("jobs", "list"), ("documents", "list")])
def test_markup_is_shown_as_it_is(reqx: Reqx, command: tuple[str, ...]) -> None:
    assert "[/path][bold]" in reqx(*command).out


def test_json_keeps_the_text_as_it_is(reqx: Reqx) -> None:
    names = [document["name"] for document in reqx("documents", "list", "--json").json]
    assert names == [NAME + "2", NAME]
    statements = [row["statement"] for row in reqx("requirements", "list", "--json").json]
    assert statements == [*HOSTILE, NAME]


@pytest.mark.parametrize("kind", ["jsonl", "csv", "md", "xlsx"])
def test_every_export_takes_the_text(reqx: Reqx, kind: str, tmp_path: Path) -> None:
    ran = reqx("export", "--format", kind, "-o", tmp_path / "out")
    assert (ran.status, (tmp_path / "out").stat().st_size > 1000) == (0, True)


def test_error_message_with_foreign_text_is_one_clean_line(reqx: Reqx) -> None:
    ran = reqx("requirements", "show", "ffff\x1b[31m\nffff")
    assert ran.status == 66
    assert not CONTROL.search(ran.err)
    assert ran.err.count("\n") == 1
