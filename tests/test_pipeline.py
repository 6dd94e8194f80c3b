"""A document on its way from file to requirements."""

import gc
from pathlib import Path

import pytest

from reqx.model.jobs import Progress
from reqx.parsing import TEXT
from reqx.pipeline import Task, process


def test_reader_says_whether_cycles_are_searched_for_and_none_are_while_it_is_judged(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The pump shall start.", encoding="utf-8")
    was_on: dict[str, bool] = {}

    def note(progress: Progress) -> None:
        was_on[progress.phase] = gc.isenabled()

    found = process(Task(path, "a.txt", TEXT, "f" * 64, "rules"), note)
    assert [row.statement for row in found.extraction.requirements] == ["The pump shall start."]
    assert was_on == {"parse": True, "extract": False}
    assert gc.isenabled()


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("The pump shall start.", ()),
        ("\u03a4\u03bf \u03c3\u03cd\u03c3\u03c4\u03b7\u03bc\u03b1. " * 9, ()),
        (
            "\u03a4\u03bf \u03c3\u03cd\u03c3\u03c4\u03b7\u03bc\u03b1. " * 40,
            ("Its language is none that the rules know (de, en, fr): requirements may be missed.",),
        ),
    ],
)
def test_document_that_may_have_given_too_little_says_so(
    tmp_path: Path, text: str, warnings: tuple[str, ...]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    found = process(Task(path, "a.txt", TEXT, "f" * 64, "rules"), lambda _: None)
    assert found.extraction.warnings == warnings
