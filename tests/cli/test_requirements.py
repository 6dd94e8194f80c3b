import json
from dataclasses import replace
from pathlib import Path

import pytest

from reqx.cli.requirement_view import around
from reqx.cli.requirements import show_found
from reqx.model.blocks import Page
from tests.cli.conftest import Reqx
from tests.cli.seed import Seed
from tests.export.rows import REQUIREMENT
from tests.model.test_records import REQUIREMENT_KEYS


def test_list_gives_the_records_of_the_contract(reqx: Reqx, seed: Seed) -> None:
    seed.done(project="harbour")
    first, second = reqx("requirements", "list", "--json").json
    assert first.keys() == REQUIREMENT_KEYS
    assert first["document"].keys() == {"id", "name", "sha256", "revision_of"}
    assert (first["statement"], second["statement"]) == (
        "The pump shall stop.",
        "The valve shall open.",
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--document", "2"], 1),
        (["--document", "1", "--document", "2"], 3),
        (["--project", "harbour"], 1),
        (["--modality", "Mandatory"], 3),
        (["--modality", "optional"], 0),
        (["--section", "PUMPS"], 3),
        (["--min-confidence", "0.95"], 0),
        (["--limit", "2"], 2),
    ],
)
def test_filters_narrow_the_list(reqx: Reqx, seed: Seed, words: list[str], expected: int) -> None:
    seed.done()
    seed.done("b.pdf", ["Third shall."], project="harbour")
    assert len(reqx("requirements", "list", "--json", *words).json) == expected


def test_flag_filter_takes_the_flags_there_are(reqx: Reqx, seed: Seed) -> None:
    seed.done()
    assert len(reqx("requirements", "list", "--flag", "vague-term", "--json").json) == 2
    assert reqx("requirements", "list", "--flag", "tbd", "--json").json == []
    refused = reqx("requirements", "list", "--flag", "vague")
    assert refused.status == 2
    assert "vague-term" in refused.err


def test_show_names_the_rule_of_a_flag_and_the_words(reqx: Reqx, seed: Seed) -> None:
    seed.done()
    uid = reqx("requirements", "list", "--json").json[0]["uid"]
    [flag] = reqx("requirements", "show", uid, "--json").json["flag_details"]
    assert (flag["flag"], flag["rule"], flag["words"]) == ("vague-term", "R7", ["fast"])
    assert "vague-term: fast - " in reqx("requirements", "show", uid).out


def test_flag_without_a_rule_names_none(reqx: Reqx, tmp_path: Path) -> None:
    page = "<p>The pump shall deliver <del>10</del> <ins>12</ins> bar.</p>"
    (tmp_path / "a.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    reqx("run", tmp_path / "a.html")
    found = reqx("requirements", "list", "--flag", "tracked-change", "--json").json
    assert [row["statement"] for row in found] == ["The pump shall deliver 12 bar."]
    shown = reqx("requirements", "show", found[0]["uid"]).out
    assert "tracked-change - Words of its paragraph" in shown
    assert "INCOSE" not in shown
    assert "1 deleted words" in reqx("documents", "show", 1).out


def test_duplicates_are_listed_with_what_they_repeat(reqx: Reqx, seed: Seed) -> None:
    seed.done("a.pdf")
    seed.done("b.pdf", ["The pump shall stop.", "The lamp shall glow at night."])
    first, _, second, other = reqx("requirements", "list", "--json").json
    [found] = reqx("requirements", "list", "--duplicates", "--json").json
    assert found == second
    assert (found["duplicate_of"], other["duplicate_of"]) == (first["uid"], None)
    shown = reqx("requirements", "show", first["uid"], "--json").json
    assert shown["duplicates"] == [second["uid"]]


def test_no_duplicate_says_so(reqx: Reqx, seed: Seed) -> None:
    seed.done()
    assert "repeats" in reqx("requirements", "list", "--duplicates").err


@pytest.mark.parametrize("width", [40, 80, 200])
def test_list_keeps_the_whole_id_at_any_width(
    reqx: Reqx, seed: Seed, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed.done(statements=["The pump shall stop within two seconds of an alarm. " * 5])
    uid = reqx("requirements", "list", "--json").json[0]["uid"]
    monkeypatch.setenv("COLUMNS", str(width))
    lines = reqx("requirements", "list").out.splitlines()
    assert max(map(len, lines)) <= width
    assert lines[1].startswith(uid)


def test_pipe_gets_statements_whole_without_colours(reqx: Reqx, seed: Seed) -> None:
    statement = "The pump shall stop within two seconds of an alarm. " * 9
    seed.done(statements=[statement.strip()])
    text = reqx("requirements", "list").out
    assert statement.strip() in text
    assert "\x1b" not in text


def test_no_requirement_says_what_to_do(reqx: Reqx) -> None:
    ran = reqx("requirements", "list")
    assert (ran.status, ran.out, "reqx run" in ran.err) == (0, "", True)


def test_empty_document_is_told_from_one_that_failed(reqx: Reqx, seed: Seed) -> None:
    seed.done(statements=[])
    seed.failed(error="the file is damaged")
    assert "was found there" in reqx("requirements", "list", "--document", 1).err
    assert "document 2 is ERROR (the file is damaged)" in (
        reqx("requirements", "list", "--document", 2).err
    )


def test_requirements_of_a_run_end_with_what_to_do_next(
    seed: Seed, capsys: pytest.CaptureFixture[str]
) -> None:
    document, _ = seed.done(statements=[f"Item {number} shall be new." for number in range(60)])
    show_found([document], is_json=False, is_quiet=False)
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 51
    assert shown.err.splitlines() == [
        "50 of 60 requirements",
        "All of them: reqx requirements list --limit 0 --document 1",
        "To a spreadsheet: reqx export --format xlsx -o requirements.xlsx --document 1",
    ]


def test_requirements_of_a_run_are_all_in_the_json(
    seed: Seed, capsys: pytest.CaptureFixture[str]
) -> None:
    document, _ = seed.done(statements=[f"Item {number} shall be new." for number in range(60)])
    show_found([document], is_json=True, is_quiet=False)
    assert len(json.loads(capsys.readouterr().out)) == 60


def test_show_takes_the_beginning_of_a_uid(reqx: Reqx, seed: Seed) -> None:
    seed.done()
    uid = reqx("requirements", "list", "--json").json[1]["uid"]
    record = reqx("requirements", "show", uid[:6], "--json").json
    assert record.keys() == REQUIREMENT_KEYS | {
        *("before", "after", "duplicates", "flag_details"),
    }
    assert record["uid"] == uid


def test_show_gives_the_words_around(reqx: Reqx, seed: Seed) -> None:
    seed.done(statements=["One shall.", "Two shall.", "Three shall."])
    uid = reqx("requirements", "list", "--json").json[1]["uid"]
    record = reqx("requirements", "show", uid, "--json").json
    assert record["before"] == "Before it. One shall. After it. Before it."
    assert record["after"] == "After it. Before it. Three shall. After it."


def test_words_around_come_from_the_pages_nearby() -> None:
    texts = ["far " * 200, f"{'near ' * 100}It shall be new. {'by ' * 200}", "far " * 200]
    starts = [0, len(texts[0]) + 1, len(texts[0]) + len(texts[1]) + 2]
    pages = [Page(None, None, text, start) for text, start in zip(texts, starts, strict=True)]
    start = starts[1] + len("near " * 100)
    found = around(replace(REQUIREMENT, start=start, end=start + len("It shall be new.")), pages)
    assert set(found.before.split()) == {"near"}
    assert set(found.after.split()) == {"by"}


def test_show_prints_every_known_fact(reqx: Reqx, seed: Seed) -> None:
    seed.done()
    uid = reqx("requirements", "list", "--json").json[0]["uid"]
    text = reqx("requirements", "show", uid).out
    for words in (uid, "The pump shall stop.", "P-12", "mandatory", "3 Pumps > 3.1 Stop", "90%"):
        assert words in text


def test_unknown_requirement_is_not_found(reqx: Reqx) -> None:
    assert reqx("requirements", "show", "ffffff").status == 66
