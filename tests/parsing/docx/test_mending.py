from pathlib import Path

import pytest

from tests.parsing.docx.make import note, p, read, reference, run, tbl, tr

SURE = "La sociÃ©tÃ© crÃ©e des systÃ¨mes."
WHOLE = "La société crée des systèmes."


@pytest.mark.parametrize("wrong", ["mac_roman", "cp1252"])
def test_damaged_letters_are_mended_with_a_warning(tmp_path: Path, wrong: str) -> None:
    document = read(tmp_path, p(WHOLE.encode().decode(wrong)) + p("Sound."))
    assert document.text == f"{WHOLE}\nSound."
    assert [warning for warning in document.warnings if "mojibake" in warning]


def test_damage_is_mended_in_cells_notes_and_headers(tmp_path: Path) -> None:
    body = tbl(tr(SURE, "b")) + p(run("a") + reference("footnote", 1))
    document = read(tmp_path, body, footnotes=note("footnote", 1, p(SURE)), header=p(SURE))
    assert document.text == f"{WHOLE}\tb\na\n1 {WHOLE}"
    assert document.furniture == (WHOLE,)


def test_bullet_that_was_damaged_is_a_label(tmp_path: Path) -> None:
    block = read(tmp_path, p("• Créer".encode().decode("mac_roman"))).blocks[0]
    assert (block.label, block.text) == ("•", "• Créer")


def test_sound_letters_stay_and_nothing_is_said(tmp_path: Path) -> None:
    document = read(tmp_path, p("Créer où l'été «\u00a0vrai\u00a0»: x √ y ≤ 5") + p(" line\nfeed "))
    assert document.text == "Créer où l'été « vrai »: x √ y ≤ 5\nline feed"
    assert document.warnings == ()


def test_line_feed_in_the_markup_moves_no_word(tmp_path: Path) -> None:
    assert read(tmp_path, p("one\ntwo") + p(SURE)).text == f"one two\n{WHOLE}"
