import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Reqx
from tests.cli.seed import Seed


@pytest.fixture(autouse=True)
def documents(seed: Seed) -> None:
    seed.done("a.pdf", ["One shall.", "Two shall."])
    seed.done("b.pdf", ["Three shall."], project="harbour")


def test_json_lines_go_to_stdout_and_the_count_to_stderr(reqx: Reqx) -> None:
    ran = reqx("export", "--format", "jsonl")
    statements = [json.loads(line)["statement"] for line in ran.out.splitlines()]
    assert statements == ["One shall.", "Two shall.", "Three shall."]
    assert (ran.status, ran.err) == (0, "3 requirements\n")


def test_minus_is_stdout(reqx: Reqx, tmp_path: Path) -> None:
    ran = reqx("export", "--format", "jsonl", "-o", "-")
    assert (len(ran.out.splitlines()), (tmp_path / "-").exists()) == (3, False)


def test_workbook_needs_a_file(reqx: Reqx) -> None:
    ran = reqx("export", "--format", "xlsx")
    assert (ran.status, ran.out, "-o" in ran.err) == (2, "", True)


def test_workbook_holds_a_line_a_requirement(reqx: Reqx, tmp_path: Path) -> None:
    ran = reqx("export", "--format", "xlsx", "-o", tmp_path / "matrix.xlsx")
    assert ran.err == f"3 requirements in {tmp_path}/matrix.xlsx\n"
    sheet = load_workbook(tmp_path / "matrix.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 4


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--document", "2"], 1),
        (["--project", "harbour"], 1),
        (["--modality", "prohibited"], 0),
        (["--min-confidence", "0.5"], 3),
    ],
)
def test_filters_narrow_the_export(reqx: Reqx, words: list[str], expected: int) -> None:
    assert len(reqx("export", "--format", "jsonl", *words).out.splitlines()) == expected


def test_unknown_document_is_not_found_and_no_file_is_made(reqx: Reqx, tmp_path: Path) -> None:
    ran = reqx("export", "--format", "csv", "--document", 99, "-o", tmp_path / "out.csv")
    assert (ran.status, (tmp_path / "out.csv").exists()) == (66, False)


def test_folder_that_does_not_exist_is_an_output_error(reqx: Reqx, tmp_path: Path) -> None:
    assert reqx("export", "--format", "md", "-o", tmp_path / "no" / "out.md").status == 73


def test_csv_takes_a_delimiter(reqx: Reqx) -> None:
    text = reqx("export", "--format", "csv", "--delimiter", ";").out
    rows = list(csv.DictReader(text.removeprefix("\ufeff").splitlines(), delimiter=";"))
    assert [row["Requirement"] for row in rows] == ["One shall.", "Two shall.", "Three shall."]


@pytest.mark.parametrize("words", [["--delimiter", ";;"], ["--delimiter", "'"]])
def test_delimiter_is_one_character(reqx: Reqx, words: list[str]) -> None:
    assert reqx("export", "--format", "csv", *words).status == 2


@pytest.mark.parametrize("words", [["--delimiter", ";"], ["--csv-raw"]])
def test_csv_options_are_for_csv(reqx: Reqx, words: list[str]) -> None:
    assert reqx("export", "--format", "md", *words).status == 2
