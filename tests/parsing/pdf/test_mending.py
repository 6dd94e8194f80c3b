from pathlib import Path

import pytest

from tests.parsing.pdf.make import Sheet, parsed, texts

LINES = ("Créer un modèle où chaque élément est vérifié,", "puis le système s'arrête à l'étage.")


def drawn(path: Path, lines: tuple[str, ...]) -> Path:
    sheet = Sheet(path)
    sheet.lines(70, 100, lines)
    return sheet.save()


def test_utf8_drawn_as_latin_letters_is_mended_with_a_warning(tmp_path: Path) -> None:
    damaged = tuple(line.encode().decode("cp1252") for line in LINES)
    found = parsed(drawn(tmp_path / "a.pdf", damaged))
    assert texts(found) == [" ".join(LINES)]
    assert found.warnings == (
        "Lines with damaged accented letters (mojibake) that were mended: 2.",
    )


@pytest.mark.parametrize(
    "line", [LINES[0], "AMANHÃ, À L'ÂGE DE 3 ANS", "Les portes, âgées, brûlent"]
)
def test_correct_letters_stay(tmp_path: Path, line: str) -> None:
    found = parsed(drawn(tmp_path / "a.pdf", (line,)))
    assert (texts(found), found.warnings) == ([line], ())
