"""The schema's commands, on a database in each state."""

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
