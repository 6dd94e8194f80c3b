"""The schema's commands, on a database in each state."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Reqx


def test_status_of_an_empty_database_names_what_is_needed(reqx: Reqx) -> None:
    status = reqx("db", "status", "--json").json
    assert status["current"] is None
    assert status["head"]


def test_upgrade_sets_an_empty_database_up(reqx: Reqx) -> None:
    assert reqx("db", "upgrade").status == 0
    status = reqx("db", "status", "--json").json
    assert status["current"] == status["head"]


def test_upgrade_may_be_repeated(reqx: Reqx) -> None:
    assert reqx("db", "upgrade").out == reqx("db", "upgrade").out


def test_another_programs_database_is_told_from_an_empty_one(reqx: Reqx, home: Path) -> None:
    home.mkdir()
    with closing(sqlite3.connect(home / "reqx.db")) as connection:
        connection.execute("CREATE TABLE invoices (id integer)")
    assert "tables of another program" in reqx("db", "status").out
    assert reqx("db", "status", "--json").json["foreign"]
    assert reqx("db", "upgrade").status == 78


def test_file_that_is_no_database_is_never_called_one_to_upgrade(reqx: Reqx, home: Path) -> None:
    home.mkdir()
    (home / "reqx.db").write_text("these are notes")
    for words in (("db", "status"), ("db", "upgrade"), ("jobs", "list")):
        ran = reqx(*words)
        assert ran.status == 78
        assert "Move it away" in ran.err
