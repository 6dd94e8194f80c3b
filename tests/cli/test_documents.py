import json

import pytest

from tests.cli.conftest import Reqx
from tests.cli.seed import Seed
from tests.model.test_records import DOCUMENT_KEYS


def test_list_gives_the_records_of_the_contract(reqx: Reqx, seed: Seed) -> None:
    document, _ = seed.done(project="harbour")
    [record] = reqx("documents", "list", "--json").json
    assert record.keys() == DOCUMENT_KEYS
    assert (record["id"], record["status"], record["requirements"]) == (document, "DONE", 2)


def test_list_shows_state_and_error(reqx: Reqx, seed: Seed) -> None:
    seed.failed(error="the file is damaged")
    [line] = reqx("documents", "list").out.splitlines()[1:]
    assert line.split()[:3] == ["1", "ERROR", "bad.pdf"]
    assert line.endswith("the file is damaged")


def test_verdict_is_in_the_record_the_list_and_the_details(reqx: Reqx, seed: Seed) -> None:
    document, _ = seed.failed()
    assert reqx("documents", "list", "--json").json[0]["verdict"] == "corrupt"
    titles, line = (row.split() for row in reqx("documents", "list").out.splitlines())
    assert (titles[3], line[3]) == ("Verdict", "corrupt")
    assert "Verdict       corrupt\n" in reqx("documents", "show", document).out


def test_unknown_verdict_is_a_wrong_word(reqx: Reqx) -> None:
    ran = reqx("documents", "list", "--verdict", "fine")
    assert (ran.status, "needs_ocr" in ran.err) == (2, True)


def test_no_document_says_what_to_do(reqx: Reqx) -> None:
    ran = reqx("documents", "list")
    assert (ran.out, "reqx upload" in ran.err) == ("", True)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--status", "error"], [2]),
        (["--verdict", "corrupt"], [2]),
        (["--verdict", "corrupt", "--verdict", "ok"], [2, 1]),
        (["--project", "harbour"], [3]),
        (["--limit", "1"], [3]),
        (["--sort", "name"], [2, 3, 1]),
    ],
)
def test_filters_narrow_the_list(
    reqx: Reqx, seed: Seed, words: list[str], expected: list[int]
) -> None:
    seed.done()
    seed.failed()
    seed.waiting("crane.pdf", project="harbour")
    assert [found["id"] for found in reqx("documents", "list", "--json", *words).json] == expected


def test_show_counts_requirements_by_modality(reqx: Reqx, seed: Seed) -> None:
    document, _ = seed.done()
    record = reqx("documents", "show", document, "--json").json
    assert record.keys() == DOCUMENT_KEYS | {"parser", "warnings", "modalities"}
    assert record["parser"] == "parser 1"
    assert record["modalities"] == {
        "mandatory": 2,
        "recommended": 0,
        "optional": 0,
        "prohibited": 0,
    }


def test_show_prints_pages_and_warnings(reqx: Reqx, seed: Seed) -> None:
    document, _ = seed.done()
    text = reqx("documents", "show", document).out
    fields = dict(line.split(maxsplit=1) for line in text.splitlines())
    assert fields["Pages"] == "2"
    assert fields["Warning"] == "page 9 holds only an image"
    assert fields["Requirements"] == "2 (2 mandatory)"


@pytest.mark.parametrize("verb", ["show", "text"])
def test_unknown_document_is_not_found(reqx: Reqx, verb: str) -> None:
    ran = reqx("documents", verb, 12)
    assert (ran.status, ran.out) == (66, "")


def test_text_separates_pages(reqx: Reqx, seed: Seed) -> None:
    document, _ = seed.done(statements=["One shall.", "Two shall."])
    assert reqx("documents", "text", document).out.splitlines() == [
        "----- document 1, pump.pdf, page 1",
        "Before it. One shall. After it.",
        "----- document 1, pump.pdf, page 2",
        "Before it. Two shall. After it.",
    ]


def test_text_of_one_page_is_bare(reqx: Reqx, seed: Seed) -> None:
    document, _ = seed.done(statements=["One shall.", "Two shall."])
    ran = reqx("documents", "text", document, "--page", 2)
    assert ran.out == "Before it. Two shall. After it.\n"


def test_page_that_is_not_there_is_not_found(reqx: Reqx, seed: Seed) -> None:
    document, _ = seed.done()
    ran = reqx("documents", "text", document, "--page", 9)
    assert (ran.status, "has no page 9" in ran.err) == (66, True)


def test_text_records_hold_the_slices_of_the_requirements(reqx: Reqx, seed: Seed) -> None:
    document, _ = seed.done()
    pages = reqx("documents", "text", document, "--json").json
    text = "\f".join(page["text"] for page in pages)
    for row in reqx("requirements", "list", "--json").json:
        assert text[row["start"] : row["end"]] == row["statement"]


def test_text_of_several_documents_is_one_array(reqx: Reqx, seed: Seed) -> None:
    seed.done("a.pdf", ["One shall."])
    seed.done("b.pdf", ["Two shall."])
    records = reqx("documents", "text", 2, 1, 2, "--json").json
    assert [record["document"] for record in records] == [
        {"id": 2, "name": "b.pdf"},
        {"id": 1, "name": "a.pdf"},
    ]


def test_text_of_all_is_one_page_a_line(reqx: Reqx, seed: Seed) -> None:
    seed.done("a.pdf", ["One shall.", "Two shall."])
    seed.done("b.pdf", ["Three shall."])
    lines = reqx("documents", "text", "--all", "--jsonl").out.splitlines()
    assert [json.loads(line)["page"] for line in lines] == [1, 2, 1]


def test_document_without_text_says_why(reqx: Reqx, seed: Seed) -> None:
    seed.failed(error="the file is damaged")
    seed.waiting()
    ran = reqx("documents", "text", "--all")
    assert (ran.status, ran.out) == (0, "")
    assert "document 1 has no text: the file is damaged" in ran.err
    assert "document 2 has no text yet, it is WAITING" in ran.err


@pytest.mark.parametrize("words", [[], ["1", "--all"], ["1", "--json", "--jsonl"]])
def test_text_needs_ids_or_all(reqx: Reqx, words: list[str]) -> None:
    assert reqx("documents", "text", *words).status == 2
