from pathlib import Path

import pytest

from tests.cli.conftest import Reqx

SAID = "The pump shall stop within 5 s when the tank of the yard is empty."


@pytest.fixture
def uid(reqx: Reqx, tmp_path: Path) -> str:
    """Give the uid of a requirement of a document that was read."""
    (tmp_path / "pump.txt").write_text(f"1 Pumps\n\n{SAID}\n", encoding="utf-8")
    [row] = reqx("run", "pump.txt", "--json").json
    found: str = row["uid"]
    return found


def test_explanation_reads_the_document_again_and_adds_up(reqx: Reqx, uid: str) -> None:
    record = reqx("requirements", "show", uid, "--explain", "--json").json
    found = record["explanation"]
    assert found["sum"] == pytest.approx(
        found["bias"] + sum(each["amount"] for each in found["contributions"])
    )
    assert found["confidence"] == record["confidence"]
    shown = reqx("requirements", "show", uid, "--explain").out
    assert "says must or shall" in shown
    assert "the sum is" in shown


def test_explanation_says_that_the_file_is_gone(reqx: Reqx, uid: str, home: Path) -> None:
    for path in (home / "library").rglob("*"):
        if path.is_file():
            path.unlink()
    ran = reqx("requirements", "show", uid, "--explain", "--json")
    assert ran.status == 0
    assert "no file for" in ran.json["explanation"]["error"]["message"]
    assert "cannot be said" in reqx("requirements", "show", uid, "--explain").out


def test_without_being_asked_nothing_is_explained(reqx: Reqx, uid: str) -> None:
    assert "explanation" not in reqx("requirements", "show", uid, "--json").json
