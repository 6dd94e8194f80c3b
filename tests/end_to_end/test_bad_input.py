"""Bad input: one line of what, where and what to do, and the exit status of the contract."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end import documents
from tests.end_to_end.command import REQX, Reqx


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def encrypted(path: Path) -> Path:
    return documents.pdf(path, password="secret")  # noqa: S106 - the test's own


REJECTED: list[tuple[Callable[[Path], Path], str, str]] = [
    (empty, "empty.pdf", "empty"),
    (documents.picture, "plan.pdf", "PNG"),
    (documents.truncated_docx, "half.docx", "truncated"),
]


@pytest.mark.parametrize(("make", "name", "reason"), REJECTED)
def test_file_that_is_no_document_is_rejected(
    sqlite_reqx: Reqx,
    tmp_path: Path,
    make: Callable[[Path], Path],
    name: str,
    reason: str,
) -> None:
    [result] = sqlite_reqx.json("upload", make(tmp_path / name), status=65)
    assert (result["status"], result["document_id"]) == ("rejected", None)
    assert name in result["reason"]
    assert reason.lower() in result["reason"].lower()


@pytest.mark.parametrize(
    ("make", "error_class"), [(encrypted, "encrypted"), (documents.scan, "needs_ocr")]
)
def test_document_that_cannot_be_read_fails_at_once(
    sqlite_reqx: Reqx, tmp_path: Path, make: Callable[[Path], Path], error_class: str
) -> None:
    sqlite_reqx("upload", make(tmp_path / "a.pdf"))
    sqlite_reqx("work", "--drain", status=4)
    job = sqlite_reqx.json("jobs", "show", 1)
    assert (job["status"], job["attempts"], job["error_class"]) == ("FAILED", 1, error_class)
    document = sqlite_reqx.json("documents", "show", 1)
    assert (document["status"], document["error_message"]) == ("ERROR", job["error"])
    assert "a.pdf" in job["error"]


def test_good_files_are_taken_beside_bad_ones(sqlite_reqx: Reqx, tmp_path: Path) -> None:
    documents.pdf(tmp_path / "good.pdf")
    empty(tmp_path / "empty.pdf")
    results = sqlite_reqx.json("upload", "-r", tmp_path, status=3)
    assert [row["status"] for row in results] == ["rejected", "new"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("jobs", "show", "99"), 66),
        (("documents", "show", "99"), 66),
        (("documents", "text", "99"), 66),
        (("requirements", "show", "feedfeed"), 66),
        (("enqueue", "99"), 66),
        (("jobs", "retry", "99"), 66),
        (("export", "--format", "csv", "--document", "99"), 66),
        (("work", "--drain", "--once"), 2),
        (("enqueue",), 2),
        (("work", "--interval", "soon"), 2),
        (("export", "--format", "docx"), 2),
        (("frobnicate",), 2),
        (("export", "--format", "csv", "-o", "no/such/folder/x.csv"), 73),
    ],
)
def test_mistake_is_one_line_with_its_status(
    sqlite_reqx: Reqx, words: tuple[str, ...], status: int
) -> None:
    [line] = sqlite_reqx(*words, status=status).stderr.splitlines()
    assert line.startswith("reqx: ")


def test_error_in_json_is_one_value_on_stdout(sqlite_reqx: Reqx) -> None:
    done = sqlite_reqx("jobs", "show", "99", "--json", status=66)
    error = json.loads(done.stdout)["error"]
    assert error["code"] == "not_found"
    assert "99" in error["message"]
    assert error["hint"]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("postgresql://reqx:hunter2@127.0.0.1:1/reqx", 69),
        ("mysql://reqx:hunter2@127.0.0.1/reqx", 78),
        ("sqlite:////no/such/folder/reqx.db", 69),
    ],
)
def test_database_out_of_reach_is_named_without_its_password(
    tmp_path: Path, url: str, status: int
) -> None:
    reqx = Reqx(tmp_path, {"REQX_DATABASE_URL": url})
    lines = reqx("jobs", "list", status=status).stderr.splitlines()
    assert len(lines) == 1
    assert "hunter2" not in lines[0]
    assert "REQX_DATABASE_URL" in lines[0]


def with_rights(reqx: Reqx, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command that the rights of files bind: root passes over them otherwise."""
    command: list[str | Path] = [REQX, *words]
    if os.geteuid() == 0:
        drop = shutil.which("setpriv")
        assert drop, "this test needs setpriv (util-linux) when run as root"
        command = [drop, "--bounding-set=-dac_override,-dac_read_search", *command]
    return subprocess.run(
        command, env=reqx.environment, capture_output=True, text=True, check=False
    )


def test_read_only_data_directory_is_a_permission_error(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    done = with_rights(Reqx(home), "jobs", "list")
    assert done.returncode == 77, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert str(home) in done.stderr


def test_folder_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    locked = tmp_path / "tenders" / "locked"
    locked.mkdir(parents=True)
    documents.pdf(tmp_path / "tenders" / "open.pdf")
    locked.chmod(0o000)
    done = with_rights(Reqx(tmp_path / "home"), "upload", "-r", str(tmp_path / "tenders"))
    locked.chmod(0o700)
    assert done.returncode == 3, done.stderr
    assert f"rejected   {locked}" in done.stdout


def test_wrong_setting_is_named(tmp_path: Path) -> None:
    reqx = Reqx(tmp_path, {"REQX_MAX_ATTEMPTS": "lots"})
    assert "REQX_MAX_ATTEMPTS" in reqx("jobs", "list", status=78).stderr
