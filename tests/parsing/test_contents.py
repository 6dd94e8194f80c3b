from pathlib import Path

import pytest

from reqx.model.blocks import BlockKind
from reqx.parsing.contents import is_caption, is_entry, is_title
from tests.parsing.pdf.make import LOREM, Sheet, parsed, texts


@pytest.mark.parametrize(
    "text",
    [
        "1 Scope ............ 3",
        "2.1 Terms . . . . . . 12",
        "Annex\u2026\u2026\u2026 iv",
        "A ____ B-2",
    ],
)
def test_leader_and_page_number_make_an_entry(text: str) -> None:
    assert is_entry(text)


@pytest.mark.parametrize("text", ["Approved by: ____________", "and so on ...", "Wait... 3 times"])
def test_leader_without_page_number_is_no_entry(text: str) -> None:
    assert not is_entry(text)


@pytest.mark.parametrize("text", ["Table of Contents", "SOMMAIRE", "List of contents", "Contents:"])
def test_title_of_the_contents_is_known(text: str) -> None:
    assert is_title(text)


@pytest.mark.parametrize(
    "text", ["Figure 3: Lock", "Table 2 \u2013 Gates", "Tableau A.1 Vannes", "Table B12. Gates"]
)
def test_caption_names_a_figure(text: str) -> None:
    assert is_caption(text)


@pytest.mark.parametrize(
    "name",
    [
        *("Figure", "Fig.", "Table", "Tableau", "Tab.", "Abbildung", "Abb.", "Tabelle"),
        *("Illustration", "Diagram", "Diagramme", "Schéma", "Graphique", "Photo", "Exhibit"),
    ],
)
def test_every_name_of_a_figure_begins_a_caption(name: str) -> None:
    assert is_caption(f"{name} 3: Lock")
    assert is_caption(f"{name.upper()} 3")


@pytest.mark.parametrize("text", ["Figure 3 shows it.", "Table of Contents", "Tables 2 and 3"])
def test_sentence_about_a_figure_is_no_caption(text: str) -> None:
    assert not is_caption(text)


def test_entries_without_leaders_are_told_by_their_title(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 80, "Contents", size=14, bold=True)
    sheet.text(70, 110, "1 Scope 2")
    sheet.text(70, 130, "2 Design 4")
    sheet.turn()
    sheet.text(70, 80, "1 Scope", size=14, bold=True)
    sheet.lines(70, 110, LOREM)
    found = parsed(sheet.save())
    assert texts(found, BlockKind.CONTENTS) == ["1 Scope 2", "2 Design 4"]
    assert texts(found, BlockKind.HEADING) == ["Contents", "1 Scope"]


def test_only_the_end_of_a_line_makes_it_an_entry() -> None:
    assert is_entry("1 Scope " + "." * 500 + " 12")
    assert not is_entry("1 Scope ..... 12 " + "is what the pump shall do. " * 20)
