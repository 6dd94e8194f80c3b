"""Accents drawn apart from their letters, as TeX's older fonts want it."""

from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.parsing.pdf.make import Sheet, parsed, texts

ACUTE, GRAVE, CIRCUMFLEX, DIAERESIS, CEDILLA = "\u00b4", "`", "\u02c6", "\u00a8", "\u00b8"


def drawn(sheet: Sheet, top: float, text: str, *, raised: float = 0.0) -> None:
    """Draw a text in which each accent stands before the letter that it is drawn over."""
    x, pending = 70.0, ""
    for letter in text:
        if letter in (ACUTE, GRAVE, CIRCUMFLEX, DIAERESIS, CEDILLA):
            pending = letter
            continue
        width = stringWidth(letter, "Helvetica", 10)
        if pending:
            own = stringWidth(pending, "Helvetica", 10)
            sheet.text(x + (width - own) / 2, top - raised, pending)
            pending = ""
        x = sheet.text(x, top, letter)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (f"La r{ACUTE}ception d{ACUTE}efinitive", "La réception définitive"),
        (f"Le syst{GRAVE}eme est {GRAVE}a la cave", "Le système est à la cave"),
        (f"Le contr{CIRCUMFLEX}ole du r{ACUTE}eseau", "Le contrôle du réseau"),
        (f"La fa{CEDILLA}cade na{DIAERESIS}ive", "La façade naïve"),
    ],
)
def test_accent_is_set_on_the_letter_it_is_drawn_over(tmp_path: Path, text: str, read: str) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    drawn(sheet, 100, text.replace(f"r{ACUTE}ception", f"r{ACUTE}eception"))
    assert texts(parsed(sheet.save())) == [read]


def test_accent_over_a_capital_is_no_word_of_its_own(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    end = sheet.text(70, 100, "Le plan de l'")
    sheet.text(end + 1.6, 97.4, ACUTE)
    sheet.text(end, 100, "Ecole est rendu.")
    assert texts(parsed(sheet.save())) == ["Le plan de l'École est rendu."]


def test_accent_in_place_of_an_apostrophe_stays(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 100, f"La pompe d{ACUTE}eau de l{ACUTE}ecole, a^e et ~a")
    assert texts(parsed(sheet.save())) == [f"La pompe d{ACUTE}eau de l{ACUTE}ecole, a^e et ~a"]
