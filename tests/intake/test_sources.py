"""What the user points at becomes files; what is none is said."""

from pathlib import Path

import pytest

from reqx.errors import DocumentError, NotFound, UsageError
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


def test_link_out_of_the_folder_is_passed_over_with_the_reason(folder: Path) -> None:
    (folder / "lot 1/out.pdf").symlink_to(folder / "a.pdf")
    found = {Path(one.path).name: one for one in expand([str(folder / "lot 1")], is_recursive=True)}
    assert found["c.docx"].problem is None
    assert isinstance(found["out.pdf"].problem, DocumentError)
    assert found["out.pdf"].problem.message.endswith("is a link that leads out of the folder")


def test_link_within_the_folder_is_followed(folder: Path) -> None:
    (folder / "lot 1/in.pdf").symlink_to(folder / "a.pdf")
    assert names(folder, is_recursive=True) == ["a.pdf", "b.pdf", "c.docx", "in.pdf"]


def test_link_that_is_named_itself_is_followed(folder: Path) -> None:
    (folder / "lot 1/out.pdf").symlink_to(folder / "a.pdf")
    assert names(folder / "lot 1/out.pdf", folder / "lot 1/*.pdf") == ["out.pdf"]


def test_folder_reached_by_a_link_is_still_the_folder(folder: Path) -> None:
    (folder / "lot 1/in.pdf").symlink_to("c.docx")
    (folder / "link").symlink_to("lot 1")
    assert names(folder / "link", is_recursive=True) == ["c.docx", "in.pdf"]


def test_link_to_nothing_is_said(folder: Path) -> None:
    (folder / "lot 1/broken.pdf").symlink_to("gone.pdf")
    [problem] = [one.problem for one in expand([str(folder)], is_recursive=True) if one.problem]
    assert isinstance(problem, NotFound)
