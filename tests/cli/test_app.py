"""What every command has in common: how errors end, and how output does."""

import os
import subprocess
import sys
from pathlib import Path

from tests.end_to_end import documents
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
    assert done.returncode == 0
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

    from reqx.cli.app import tree  # noqa: PLC0415

    def leaves(command: object) -> list[object]:
        children = getattr(command, "commands", None)
        return [x for c in children.values() for x in leaves(c)] if children else [command]

    for command in leaves(get_command(tree())):
        assert "reqx" in (getattr(command, "epilog", "") or ""), command


def test_log_that_cannot_be_written_stops_no_work(tmp_path: Path) -> None:
    reqx = Reqx(tmp_path / "home")
    for word in ("pump", "valve"):
        reqx("upload", documents.pdf(tmp_path / f"{word}.pdf", word=word))
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [REQX, "work", "--drain"], env=reqx.environment, stderr=writer, check=False
    )
    os.close(writer)
    assert done.returncode == 0
    assert [reqx.status_of(number) for number in (1, 2)] == ["DONE", "DONE"]


def test_worker_without_a_stderr_works(tmp_path: Path) -> None:
    reqx = Reqx(tmp_path / "home")
    reqx("upload", documents.pdf(tmp_path / "pump.pdf"))
    assert run(["work", "--drain", "2>&-"], tmp_path / "home").returncode == 0
    assert reqx.status_of() == "DONE"


def test_output_that_is_closed_is_no_traceback(tmp_path: Path) -> None:
    done = run(["jobs", "list", "--json", ">&-"], tmp_path)
    assert "Traceback" not in done.stderr


def test_letters_that_the_output_cannot_hold_are_escaped(tmp_path: Path) -> None:
    name = tmp_path / "Créer.txt"
    name.write_text("x")
    done = run(["upload", f"'{name}'"], tmp_path / "home", PYTHONIOENCODING="ascii")
    assert (done.returncode, "Cr\\xe9er.txt" in done.stdout) == (0, True)


def test_command_without_words_shows_its_help_laid_out(tmp_path: Path) -> None:
    done = run(["jobs"], tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) > 5


def test_run_in_json_says_why_a_file_was_rejected(tmp_path: Path) -> None:
    done = run(["run", "nowhere.pdf", "--json"], tmp_path)
    assert (done.returncode, done.stdout) == (66, "[]\n")
    assert "nowhere.pdf: no such file" in done.stderr


def test_number_out_of_range_is_a_usage_error(tmp_path: Path) -> None:
    for words in (["--limit", "9" * 20], ["--priority-min", "9" * 20]):
        assert run(["jobs", "list", *words], tmp_path / "home").returncode == 2
