"""The README is true: its commands exist, its cron line runs, no command is left out."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from reqx.cli.app import tree
from tests.end_to_end import documents
from tests.end_to_end.command import REQX, Reqx

README = Path(__file__).parent.parent / "README.md"
TEXT = README.read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
COMMANDS = [
    line.partition("#")[0].strip()
    for block in BLOCKS
    for line in block.splitlines()
    if line.startswith("reqx ")
]


def leaves(command: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    children = getattr(command, "commands", {})
    for name, child in children.items():
        yield from leaves(child, (*path, name))
    if not children:
        yield path


LEAVES = list(leaves(get_command(tree())))


@pytest.mark.parametrize("line", COMMANDS)
def test_command_in_the_readme_exists_with_its_options(line: str, sqlite_home: Reqx) -> None:
    words = shlex.split(line)[1:]
    path = next(leaf for leaf in LEAVES if words[: len(leaf)] == list(leaf))
    text = sqlite_home(*path, "--help").stdout
    for word in words:
        assert not word.startswith("-") or re.search(rf"{re.escape(word)}\b", text), word


def test_every_command_is_in_the_readme() -> None:
    for first, *rest in LEAVES:
        row = next((line for line in TEXT.splitlines() if f"| `reqx {first}" in line), "")
        assert all(word in row for word in rest), (first, *rest)
        assert row, first


def test_readme_has_exactly_two_set_up_commands() -> None:
    set_up = TEXT.partition("## Set up")[2].partition("\n## ")[0]
    commands = re.findall(r"^(sh scripts/\w+)", set_up, re.MULTILINE)
    assert commands == ["sh scripts/demo", "sh scripts/test"]


def test_cron_line_of_the_readme_runs(sqlite_home: Reqx, tmp_path: Path) -> None:
    sqlite_home("upload", documents.pdf(tmp_path / "tender.pdf"))
    [line] = [line for line in TEXT.splitlines() if "work --drain --quiet" in line]
    command = line.split(maxsplit=5)[5]
    command = command.replace("/srv/reqx/venv/bin/reqx", str(REQX))
    command = command.replace("REQX_HOME=/srv/reqx", f"REQX_HOME={sqlite_home.home}")
    # cron gives a command next to nothing of an environment.
    bare = ["env", "-i", "PATH=/usr/bin:/bin", "HOME=/", "/bin/sh", "-c", command]
    done = subprocess.run(bare, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert sqlite_home.status_of() == "DONE"


@pytest.fixture
def sqlite_home(tmp_path: Path) -> Reqx:
    return Reqx(tmp_path / "home")
