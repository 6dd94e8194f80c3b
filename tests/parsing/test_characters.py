import pytest

from reqx.parsing.characters import is_garbled, normalise

ENGLISH = "the gate of the lock is shut when the river rises over the mark of the year " * 5


def words(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e\u0301cluse", "\u00e9cluse"),
        ("speci\ufb01cation o\ufb03ce", "specification office"),
        ("\uff21\uff11", "A1"),
        ("reser\u00advoir", "reservoir"),
        ("\uf0b7 gate", "\u2022 gate"),
    ],
)
def test_text_is_written_as_people_type_it(text: str, expected: str) -> None:
    assert normalise(text) == expected


@pytest.mark.parametrize(
    "text", ["20 m\u00b2", "x\u2080", "\u00ab oui \u00bb", "5 \u00b5m", "\u2160", "\u2026"]
)
def test_meaning_stays(text: str) -> None:
    assert normalise(text) == text


def test_text_of_a_language_is_not_garbled() -> None:
    assert not is_garbled(words(ENGLISH))


def test_characters_without_meaning_are_garbled() -> None:
    assert is_garbled(words("\ue012\ue013\ue014 \ue015 gate"))
    assert is_garbled(words("\ufffd\ufffd gate \ufffd"))
    assert is_garbled(words("\x03\x04\x05\x06\x07 gate"))


def test_shifted_alphabet_is_garbled() -> None:
    shifted = "".join(chr((ord(c) - 97 + 13) % 26 + 97) if c.isalpha() else c for c in ENGLISH)
    assert is_garbled(words(shifted))


def test_small_words_that_came_by_chance_do_not_hide_a_shifted_alphabet() -> None:
    shifted = "".join(chr((ord(c) - 97 + 13) % 26 + 97) if c.isalpha() else c for c in ENGLISH)
    assert is_garbled(words(f"la {shifted} de"))


def test_hexadecimal_numbers_are_not_garbled() -> None:
    assert not is_garbled(words("DEADBEEF CAFE FACADE BEAD EFFACED DECADE " * 20))


def test_table_without_small_words_is_not_garbled() -> None:
    row = "Pump Valve Gate Reservoir Sensor Level Alarm Status Operator Panel Backup Generator "
    assert not is_garbled(words(row * 10))


def test_other_scripts_are_not_garbled() -> None:
    assert not is_garbled(
        words("\u0448\u043b\u044e\u0437 \u0437\u0430\u043a\u0440\u044b\u0442 " * 60)
    )
    assert not is_garbled(words("\u6c34\u9580\u306f\u9589\u3058\u308b " * 60))


def test_list_of_codes_is_too_short_to_judge() -> None:
    assert not is_garbled(words("PVC HDPE NBR EPDM PTFE " * 5))


def test_nothing_is_not_garbled() -> None:
    assert not is_garbled(words(" \n"))
