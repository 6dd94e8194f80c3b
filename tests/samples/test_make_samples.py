import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

ROOT = Path(__file__).parents[2]
SAMPLE_DOCS = ROOT / "sample_docs"
PDFS = sorted(path.name for path in SAMPLE_DOCS.glob("*.pdf"))


def make(folder: Path) -> Path:
    command = [sys.executable, str(ROOT / "scripts" / "make_samples"), "--out", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("made"))


def texts(path: Path) -> Iterator[str]:
    with pypdfium2.PdfDocument(path) as document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            yield text.get_text_bounded()
            text.close()
            page.close()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_two_runs_give_the_same_bytes(made: Path, tmp_path: Path) -> None:
    assert contents(make(tmp_path)) == contents(made)


def test_sample_docs_holds_what_the_script_makes(made: Path) -> None:
    kept = {path.name for path in SAMPLE_DOCS.iterdir()} - {"README.md"}
    assert {path.name for path in made.iterdir()} == kept


@pytest.mark.parametrize("pattern", ["*.expected.jsonl", "*.docx"])
def test_kept_files_are_those_made(made: Path, pattern: str) -> None:
    for path in made.glob(pattern):
        assert path.read_bytes() == (SAMPLE_DOCS / path.name).read_bytes()


@pytest.mark.parametrize("name", PDFS)
def test_kept_pdf_says_what_the_one_made_says(made: Path, name: str) -> None:
    # Not the bytes: another version of reportlab or Pillow may write the same page otherwise.
    assert list(texts(made / name)) == list(texts(SAMPLE_DOCS / name))


@pytest.mark.parametrize("name", PDFS)
def test_expected_page_is_where_the_statement_begins(name: str) -> None:
    pages = [" ".join(text.split()) for text in texts(SAMPLE_DOCS / name)]
    lines = (SAMPLE_DOCS / name).with_suffix(".expected.jsonl").read_text("utf-8").splitlines()
    for row in map(json.loads, lines):
        page, words = pages[row["page"] - 1], row["statement"].split()
        begins = [" ".join(words[:count]) for count in (3, 2, 1)]
        assert begins[0] in page or page.endswith(tuple(begins))


def test_every_sample_is_small(made: Path) -> None:
    assert all(path.stat().st_size < 150_000 for path in made.iterdir())


def test_docx_members_bear_no_date_of_making(made: Path) -> None:
    for path in made.glob("*.docx"):
        with zipfile.ZipFile(path) as package:
            assert {member.date_time[0] for member in package.infolist()} == {1980}
