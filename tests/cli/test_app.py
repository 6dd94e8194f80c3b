"""What every command has in common: how errors end, and how output does."""

import subprocess
import sys
from pathlib import Path

from tests.end_to_end.command import REQX, Reqx


def run(
    words: list[str], home: Path, *, before: str = "", **changes: str
) -> subprocess.CompletedProcess[str]:
    environment = Reqx(home).environment | changes
    shell = f'{before} "{REQX}" {" ".join(words)}'
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", shell],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_reader_that_stops_reading_is_no_error(tmp_path: Path) -> None:
    done = run(["jobs", "list", "--help", "|", "true"], tmp_path)
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 141)


def test_full_disk_under_stdout_is_an_io_error(tmp_path: Path) -> None:
    # No file may grow: what a full disk is to a program.
    done = run(["--version", ">", f"'{tmp_path}/out'"], tmp_path, before="ulimit -f 0;")
    assert done.returncode == 74
    assert done.stderr.startswith("reqx: the output cannot be written")


def test_utf8_is_written_whatever_the_locale(tmp_path: Path) -> None:
    (tmp_path / "Créer é.txt").write_text("x")
    words = ["upload", f"'{tmp_path}/Créer é.txt'", "--dry-run"]
    done = run(words, tmp_path / "home", LC_ALL="C")
    assert done.returncode == 65
    assert "Créer é.txt" in done.stdout


def test_unknown_command_is_a_usage_error(tmp_path: Path) -> None:
    done = run(["frobnicate"], tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("reqx: No such command 'frobnicate'")


def test_wrong_value_is_told_in_our_words(tmp_path: Path) -> None:
    done = run(["jobs", "list", "--status", "NOPE"], tmp_path)
    assert done.returncode == 2
    assert "Value error" not in done.stderr
    assert "See reqx jobs list --help" in done.stderr


def test_module_runs_like_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reqx", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("reqx ")


def test_every_command_has_an_example_in_its_help() -> None:
    from typer.main import get_command  # noqa: PLC0415

    from reqx.cli.app import app  # noqa: PLC0415 - the tree is built when imported

    def leaves(command: object) -> list[object]:
        children = getattr(command, "commands", None)
        return [x for c in children.values() for x in leaves(c)] if children else [command]

    for command in leaves(get_command(app)):
        assert "reqx" in (getattr(command, "epilog", "") or ""), command
