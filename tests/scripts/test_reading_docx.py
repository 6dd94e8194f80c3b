from pathlib import Path

from reading.twins import computed, squeezed
from reading.typed import typed_paragraphs

from tests.parsing.docx.make import abstract, document, level, listed, num, p, read_file, run, sdt

NUMBERS = abstract(0, level(0, "decimal", "%1.")) + num(1, 0)


def typed(folder: Path, body: str, **parts: str) -> list[str]:
    return [text for text in typed_paragraphs(document(folder, body, **parts)) if text]


def test_insertions_controls_and_notes_are_counted(tmp_path: Path) -> None:
    body = p(f"<w:ins>{run('new')}</w:ins>") + sdt(p("held"))

    assert typed(tmp_path, body, footnotes=f"<w:footnote>{p('below')}</w:footnote>") == [
        "new",
        "held",
        "below",
    ]


def test_deletions_and_moved_text_are_counted_once(tmp_path: Path) -> None:
    body = p(f"<w:moveFrom>{run('pump')}</w:moveFrom>") + p(f"<w:moveTo>{run('pump')}</w:moveTo>")

    assert typed(tmp_path, body) == ["pump"]


def test_paragraph_without_its_mark_runs_on(tmp_path: Path) -> None:
    body = p(run("pump"), "<w:rPr><w:del/></w:rPr>") + p("house")

    assert typed(tmp_path, body) == ["pumphouse"]


def test_only_numbers_that_nobody_typed_are_looked_up(tmp_path: Path) -> None:
    path = document(tmp_path, listed("start", 1) + p("2) stop"), numbering=NUMBERS)

    found = computed(read_file(path), list(typed_paragraphs(path)))

    assert [block.text for block in found] == ["1. start"]


def test_points_between_digits_part_numbers() -> None:
    assert squeezed("3.2 The\nPUMP.") == "3.2thepump" != squeezed("32 The pump")
