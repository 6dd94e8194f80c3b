# ruff: noqa: RUF001 - look-alike letters and quotation marks are what is tested
from pathlib import Path

import pytest

from reqx.errors import TooLarge, Unreadable
from reqx.parsing import encoding
from reqx.parsing.encoding import decoded, read_text

FRENCH = "Le système doit être prêt à l'été, où « l'équipe » crée la référence n° 3 du hôte."
WESTERN = {
    "french": FRENCH,
    "german": "Das System muß über die Größe verfügen; Prüfung und Änderung möglich.",
    "spanish": "¿Cuándo será la revisión del diseño? El año próximo, según el señor.",
    "italian": "Il sistema è già così; perché può, città, più.",
    "portuguese": "A aplicação não será instalada até à manhã; instruções e João.",
    "danish": "Systemet skal kunne håndtere æbler og øl på dagen.",
    "capitals": "LE SYSTÈME DOIT ÊTRE PRÊT. RÉFÉRENCE",
}
OTHERS = {
    "cp1250": "Příliš žluťoučký kůň úpěl ďábelské ódy. Systém musí umožňovat přihlášení.",
    "iso8859_2": "System musi umożliwiać użytkownikom logowanie się. Zażółć gęślą jaźń.",
    "cp1251": "Система должна обеспечивать вход пользователей. Требования к системе.",
    "koi8_r": "Система должна обеспечивать вход пользователей. Требования к системе.",
    "cp1253": "Το σύστημα πρέπει να επιτρέπει τη σύνδεση των χρηστών.",
    "cp1254": "Sistem kullanıcıların giriş yapmasına izin vermelidir. Değişiklik şart.",
    "cp1257": "Sistema turi užtikrinti naudotojų prisijungimą. Šis reikalavimas yra būtinas.",
    "cp932": "システムは利用者がログインできるようにしなければならない。要求仕様書です。",
    "gb18030": "系统必须允许用户登录。需求规格说明书。本文件描述了系统的功能要求。",
}


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-32", "utf-8"])
def test_stated_encoding_is_no_guess(name: str) -> None:
    found = decoded(FRENCH.encode(name))
    assert (found.text, found.warnings) == (FRENCH, ())


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_mark_is_told(name: str) -> None:
    found = decoded(FRENCH.encode(name))
    assert (found.text, found.encoding, found.is_guessed) == (FRENCH, name, True)


@pytest.mark.parametrize("text", WESTERN.values(), ids=list(WESTERN))
@pytest.mark.parametrize("name", ["cp1252", "iso8859_15", "mac_roman", "cp850"])
def test_western_text_is_read_in_its_encoding(name: str, text: str) -> None:
    assert decoded(text.encode(name)).text == text


@pytest.mark.parametrize(("name", "text"), OTHERS.items())
def test_other_alphabets_are_read_in_their_encoding(name: str, text: str) -> None:
    assert decoded(text.encode(name)).text == text


@pytest.mark.parametrize("text", ["plain", "the “gate” – within 5 °C", "l’hôte"])
def test_signs_of_windows_are_told(text: str) -> None:
    assert decoded(text.encode("cp1252")).text == text


def test_guess_is_named_in_a_warning() -> None:
    assert decoded(FRENCH.encode("cp1252")).warnings == (
        "The file does not state its encoding; it was read as cp1252.",
    )


def test_pasted_passage_does_not_spoil_utf_8() -> None:
    found = decoded("créée à l'été ".encode() + "hôte".encode("cp1252"))
    assert (found.text, found.encoding, found.damaged) == ("créée à l'été hôte", "utf-8", 1)
    assert found.warnings == ("Places that are no utf-8 (check accented letters): 1.",)


def test_far_first_accent_is_found() -> None:
    data = b"The system shall log in.\n" * 9_000 + "Příliš žluťoučký kůň".encode("cp1250")
    assert decoded(data).encoding == "cp1250"


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x7fELF\x02\x01\x01" + bytes(64),
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    ],
)
def test_binary_file_is_refused_with_a_remedy(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(Unreadable, match="not a text file") as caught:
        read_text(tmp_path / "a.txt")
    assert "UTF-8" in caught.value.hint


@pytest.mark.parametrize("data", [b"", b" \r\n\f", b"\xff\xfe", b"\0\0"])
def test_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(Unreadable, match=r"a\.txt is empty"):
        read_text(tmp_path / "a.txt")


def test_too_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as stream:
        stream.truncate(100_000_000)
    with pytest.raises(TooLarge, match="100,000,000 bytes"):
        read_text(tmp_path / "a.txt")


def test_largest_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "MAX_BYTES", 4)
    (tmp_path / "a.txt").write_bytes(b"gate")
    assert read_text(tmp_path / "a.txt").text == "gate"
