"""What the user points at becomes files; what is none is said."""

from pathlib import Path

import pytest

from reqx.errors import NotFound, UsageError
from reqx.intake.sources import Source, expand


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.pdf", "a.pdf", "lot 1/c.docx", ".hidden/d.pdf", "lot 1/.e.pdf"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    return tmp_path


def names(*paths: object, is_recursive: bool = False) -> list[str]:
    found = expand(map(str, paths), is_recursive=is_recursive)
    return [Path(source.path).name for source in found if source.problem is None]


def problem(path: object) -> Source:
    return next(iter(expand([str(path)], is_recursive=False)))


def test_folder_gives_its_files_sorted_without_hidden_ones(folder: Path) -> None:
    assert names(folder, is_recursive=True) == ["a.pdf", "b.pdf", "c.docx"]


def test_folder_without_the_option_is_a_usage_error(folder: Path) -> None:
    assert isinstance(problem(folder).problem, UsageError)


def test_pattern_gives_what_matches(folder: Path) -> None:
    assert names(folder / "*.pdf") == ["a.pdf", "b.pdf"]
    assert names(folder / "**" / "*.docx") == ["c.docx"]


def test_file_named_like_a_pattern_is_that_file(folder: Path) -> None:
    odd = folder / "tender [v2].pdf"
    odd.write_text("x")
    assert names(odd) == ["tender [v2].pdf"]


def test_file_named_twice_comes_once(folder: Path) -> None:
    assert names(folder / "a.pdf", folder / "*.pdf") == ["a.pdf", "b.pdf"]


@pytest.mark.parametrize("name", ["none.pdf", "*.odt"])
def test_path_without_a_file_is_said(folder: Path, name: str) -> None:
    assert isinstance(problem(folder / name).problem, NotFound)


def test_empty_folder_is_said(tmp_path: Path) -> None:
    found = list(expand([str(tmp_path)], is_recursive=True))
    assert [type(source.problem) for source in found] == [NotFound]
