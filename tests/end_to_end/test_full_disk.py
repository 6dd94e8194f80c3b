"""A full disk is named with its status, breaks nothing, and is over when there is room again."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.end_to_end.command import Reqx
from tests.limits import file_size_limit

ROOM = 33_000
"""Enough for a few files, and for what SQLite shares between processes; not for its log."""


def tenders(folder: Path, number: int = 50) -> Path:
    """Write files that look like documents."""
    for index in range(number):
        (folder / f"{index}.pdf").write_bytes(b"%PDF-1.7 " + str(index).encode())
    return folder


def integrity(reqx: Reqx) -> str:
    with closing(sqlite3.connect(reqx.home / "reqx.db")) as connection:
        (answer,) = connection.execute("PRAGMA integrity_check").fetchone()
    return str(answer)


def test_upgrade(sqlite_reqx: Reqx) -> None:
    with file_size_limit(ROOM):
        refused = sqlite_reqx("db", "upgrade", status=74)
    assert "Check the free space" in refused.stderr
    assert integrity(sqlite_reqx) == "ok"
    sqlite_reqx("db", "upgrade")


def test_upload(sqlite_reqx: Reqx, tmp_path: Path) -> None:
    tenders(tmp_path)
    sqlite_reqx("db", "upgrade")
    with file_size_limit(ROOM):
        refused = sqlite_reqx("upload", "-r", tmp_path, status=74)
    assert "Check the free space" in refused.stderr
    assert integrity(sqlite_reqx) == "ok"
    assert sqlite_reqx.json("documents", "list") == []
    assert len(sqlite_reqx.json("upload", "-r", tmp_path)) == 50


def test_enqueue(sqlite_reqx: Reqx, tmp_path: Path) -> None:
    sqlite_reqx("upload", "-r", tenders(tmp_path, 400), "--no-enqueue")
    with file_size_limit(ROOM):
        sqlite_reqx("enqueue", "--status", "WAITING", status=74)
    assert integrity(sqlite_reqx) == "ok"
    assert sqlite_reqx.json("jobs", "list") == []
    assert len(sqlite_reqx.json("enqueue", "--status", "WAITING")) == 400


def test_work(sqlite_reqx: Reqx, tmp_path: Path) -> None:
    sqlite_reqx("upload", "-r", tenders(tmp_path))
    with file_size_limit(ROOM):
        sqlite_reqx("work", "--drain", "--concurrency", 4, status=74)
    assert integrity(sqlite_reqx) == "ok"
    # They only look like documents: all fail, none is lost.
    assert sqlite_reqx.json("work", "--drain", status=4)["failed"] == 50
