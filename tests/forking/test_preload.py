"""What the fork server imports."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

from reqx.forking import FOR_PDF, PRELOAD, preload_for


@pytest.mark.parametrize("name", PRELOAD)
def test_what_is_preloaded_is_there(name: str) -> None:
    import_module(name)
    assert name in sys.modules


def test_for_pdf_alone_nothing_is_imported_that_reads_docx(tmp_path: Path) -> None:
    (tmp_path / "b.PDF").touch()
    words = ["--project", "Yard", "--concurrency", "2", str(tmp_path / "b.PDF"), "missing.pdf"]
    assert preload_for(words) == FOR_PDF
    assert preload_for([]) == FOR_PDF


@pytest.mark.parametrize("name", ["a.docx", "mails.zip", "no-ending"])
def test_for_other_files_all_is_imported(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert preload_for(["a.pdf", str(tmp_path / name)]) == PRELOAD


def test_a_folder_may_hold_anything(tmp_path: Path) -> None:
    assert preload_for([str(tmp_path), "--recursive"]) == PRELOAD


def test_a_word_that_can_be_no_name_of_a_file_is_none() -> None:
    assert preload_for(["--project", "x" * 5_000, "a.pdf"]) == FOR_PDF
