"""What `reqx upload` says of each file, and what a pipe and a terminal get of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
import typer

from reqx.cli import render
from reqx.errors import StorageError
from tests.cli.conftest import Reqx


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder of two documents and an image."""
    folder = tmp_path / "tenders"
    folder.mkdir()
    for name in ("a.pdf", "b.pdf"):
        (folder / name).write_bytes(b"%PDF-1.7 " + name.encode())
    (folder / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder


def test_each_file_is_a_line_and_all_are_counted(reqx: Reqx, folder: Path) -> None:
    ran = reqx("upload", "-r", folder)
    assert [line.split()[0] for line in ran.out.splitlines()] == ["new", "new", "rejected"]
    assert (ran.err, ran.status) == ("2 new, 0 duplicate, 1 rejected\n", 3)


def test_json_is_an_array_and_rejected_files_are_named_on_stderr(reqx: Reqx, folder: Path) -> None:
    ran = reqx("upload", "-r", folder, "--json")
    assert [(one["status"], one["document_id"]) for one in ran.json] == [
        ("new", 1),
        ("new", 2),
        ("rejected", None),
    ]
    assert "c.png" in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("names", "status"), [(["c.png"], 65), (["gone.pdf"], 66), (["c.png", "gone.pdf"], 65)]
)
def test_all_rejected_ends_with_what_they_have_in_common(
    reqx: Reqx, folder: Path, names: list[str], status: int
) -> None:
    assert reqx("upload", *(folder / name for name in names)).status == status


def test_json_of_nothing_new_is_the_same_documents(reqx: Reqx, folder: Path) -> None:
    first = reqx("upload", folder / "a.pdf", "--json").json
    second = reqx("upload", folder / "a.pdf", "--json")
    assert [one | {"status": "new", "reason": None} for one in second.json] == first
    assert second.status == 0


def test_error_before_the_first_file_is_the_only_json(reqx: Reqx, folder: Path) -> None:
    ran = reqx("upload", folder / "a.pdf", "--revision-of", 99, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (66, "not_found")


def test_error_half_way_leaves_one_valid_array(capsys: pytest.CaptureFixture[str]) -> None:
    def failing() -> Iterator[dict[str, object]]:
        yield {"path": "a.pdf"}
        raise StorageError("the disk is full", hint="Free some space.")

    with pytest.raises(typer.Exit) as ending:
        render.json_array(failing())
    problem = {"code": "storage", "message": "the disk is full", "hint": "Free some space."}
    assert json.loads(capsys.readouterr().out) == [{"path": "a.pdf"}, {"error": problem}]
    assert ending.value.exit_code == 74


def test_dry_run_foresees_and_keeps_nothing(reqx: Reqx, folder: Path) -> None:
    foreseen = reqx("upload", "-r", folder, "--dry-run")
    assert foreseen.out.count("new") == 2
    assert reqx("documents", "list", "--json").json == []


def test_files_in_an_archive_are_rows_like_any(reqx: Reqx, folder: Path) -> None:
    with ZipFile(folder / "d.zip", "w") as zip_file:
        zip_file.writestr("lot/spec.pdf", "%PDF-1.7 specification")
        zip_file.writestr("old.rtf", "{\\rtf1")
    ran = reqx("upload", folder / "d.zip", "--json")
    assert [(one["path"], one["status"]) for one in ran.json] == [
        (f"{folder}/d.zip/lot/spec.pdf", "new"),
        (f"{folder}/d.zip/old.rtf", "rejected"),
    ]
    assert "d.zip/old.rtf is an RTF document. Convert it with LibreOffice" in ran.err
    assert ran.status == 3
