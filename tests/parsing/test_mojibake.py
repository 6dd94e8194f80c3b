# ruff: noqa: RUF001 - look-alike letters and quotation marks are what is tested
from itertools import islice, product

import ftfy.bad_codecs  # noqa: F401 - knows "sloppy-windows-1252"
import pytest

from reqx.parsing.mojibake import repair

FRENCH = """\
Créer un accès pour l’équipe
Où
où
«
« Le système » doit être prêt
û
à
ù
GÉNÉRALITÉS
Là
À définir avec le maître d’œuvre
n° 3 – température de 20 °C
cœur de l’œuvre
goût
août
10 000 € HT
m²
Noël
La référence créée à l’étranger
§ 4 : « où » ?
Ça
dû
L’hôte reçoit la clé, déjà vérifiée…
Même délai
"""
OTHER_LANGUAGES = (
    "Das Gerät muß über die Größe „Prüfung“ verfügen",
    "¿Cuándo será la revisión del diseño? El señor y el niño",
    "A aplicação não será instalada até à manhã",
    "System musi umożliwiać użytkownikom łączność",
)
WRONG = ("mac_roman", "sloppy-windows-1252", "latin-1")


def damaged(text: str, wrong: str) -> str:
    return text.encode().decode(wrong)


@pytest.mark.parametrize("wrong", WRONG)
def test_french_is_mended_whole(wrong: str) -> None:
    lines = [line for line in FRENCH.split("\n") if not line.isascii()]
    found = repair(damaged(FRENCH, wrong))
    assert (found.text, found.lines) == (FRENCH, len(lines))


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("text", OTHER_LANGUAGES)
def test_other_languages_are_mended(text: str, wrong: str) -> None:
    assert repair(damaged(text, wrong)).text == text


@pytest.mark.parametrize("wrong", WRONG)
def test_joined_white_space_does_no_harm(wrong: str) -> None:
    lines = damaged(FRENCH, wrong).split("\n")
    found = repair("\n".join(" ".join(line.split()) for line in lines)).text
    assert [line.split() for line in found.split("\n")] == [x.split() for x in FRENCH.split("\n")]


def test_text_damaged_twice_is_mended() -> None:
    twice = damaged(damaged("Créer un accès", "sloppy-windows-1252"), "sloppy-windows-1252")
    assert repair(twice).text == "Créer un accès"


def test_damage_is_not_taken_for_another_encodings() -> None:
    assert repair("CrÃ©er").text == "Créer"


def test_sound_lines_between_damaged_ones_stay() -> None:
    found = repair("Cr√©er un acc√®s\nl’équipe déjà créée\n«élément» – 20 °C")
    assert found.text == "Créer un accès\nl’équipe déjà créée\n«élément» – 20 °C"
    assert found.lines == 1


def test_cyrillic_is_left_to_ftfy() -> None:
    assert repair(damaged("Описание системы", "sloppy-windows-1252")).text == "Описание системы"


@pytest.mark.parametrize(
    "text",
    [
        "√π",
        "2√π r",
        "∑√∞",
        "a√π",
        "≤¬≤",
        "¬π",
        "≈±5",
        "x ≤ √2",
        "10 °C ± 2",
        "“AMANHÃ”",
        "IRMÃ»",
        "NÃO",
    ],
)
def test_signs_that_may_be_meant_stay(text: str) -> None:
    assert repair(text).text == text


@pytest.mark.parametrize(
    "text", ["CAFÉ®", "ÉTÉ®", "„PÅ“", "„Ärger“", "‚Ä‘", "Å‚", "d’été", "ﬁn", "ĄĆĘ", "Ångström"]
)
def test_letters_that_may_be_meant_stay(text: str) -> None:
    assert repair(text).text == text


def sound_lines() -> list[str]:
    words = (*FRENCH.split(), *" ".join(OTHER_LANGUAGES).split(), "№", "Ω", "→", "日本", "привет")
    return [
        f"{a} {b} {c}" for a, b, c in islice(product(words, words[::-1], words[::7]), 0, None, 97)
    ]


def test_thousand_sound_lines_stay() -> None:
    lines = sound_lines()
    assert len(lines) > 1_000
    assert [line for line in lines if repair(line).text != line] == []
    assert repair("\n".join(lines)).lines == 0


def test_number_of_lines_is_told() -> None:
    assert repair("Cr√©er\nok\nacc√®s").warnings == (
        "Lines with damaged accented letters (mojibake) that were mended: 2.",
    )
    assert repair("Créer").warnings == ()


def test_line_feeds_stay() -> None:
    text = "Cr√©er\n\nâ€¨\u2028 acc√®s\x85\r\n"
    assert repair(text).text.count("\n") == text.count("\n")
