import struct
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from reqx.errors import Encrypted, TooLarge, Unreadable
from reqx.parsing import archive


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as zip_file:
        for name, content in members.items():
            zip_file.writestr(name, content)
    return path


def opened_part(path: Path, name: str) -> bytes | None:
    with archive.opened(path) as opened:
        return opened.read(name)


def test_member_is_read_whatever_the_case_of_its_name(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"Word/Document.xml": b"x"})
    assert opened_part(path, "word/document.XML") == b"x"
    assert opened_part(path, "absent") is None


def test_bomb_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as zip_file:
        for number in range(21):
            zip_file.writestr(str(number), bytes(10_000_000))
    with pytest.raises(TooLarge, match=r"a\.docx unpacks to 210,000,000 bytes"):
        opened_part(path, "0")


def test_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {"x": bytes(11_000_000)})
    with pytest.raises(TooLarge, match="times its size"):
        opened_part(path, "x")


def test_small_document_may_repeat_itself(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {"x": b"shall " * 100_000})
    assert len(opened_part(path, "x") or b"") == 600_000


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {str(number): b"" for number in range(10_001)})
    with pytest.raises(TooLarge, match="10,001 parts"):
        opened_part(path, "x")


def test_count_that_lies_does_not_hide_the_members(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {str(number): b"" for number in range(10_001)})
    data = bytearray(path.read_bytes())
    struct.pack_into("<2H", data, len(data) - 22 + 8, 1, 1)
    path.write_bytes(data)
    with pytest.raises(TooLarge, match="10,001 parts"):
        opened_part(path, "x")


def test_size_that_lies_is_damage(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {"x": bytes(5000)})
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", 5000), struct.pack("<L", 50)))
    with pytest.raises(Unreadable, match="damaged"):
        opened_part(path, "x")


def test_two_members_of_one_name_are_damage(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {"ab.xml": b"1", "AB.xml": b"2"})
    with pytest.raises(Unreadable, match=r"two parts named 'ab\.xml'"):
        opened_part(path, "ab.xml")


def test_encrypted_member_is_encrypted(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {"x": b"x"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(Encrypted):
        opened_part(path, "x")


@pytest.mark.parametrize("keep", [0, 3, 30, 200])
def test_truncated_file_is_unreadable(tmp_path: Path, keep: int) -> None:
    path = zipped(tmp_path / "a.docx", {"x": bytes(range(256)) * 8})
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(Unreadable, match="truncated"):
        opened_part(path, "x")


def test_every_damaged_byte_gives_bytes_or_a_verdict(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {"x": b"shall " * 20, "y": b"z"})
    sound = path.read_bytes()
    verdicts = set()
    for index in range(len(sound)):
        path.write_bytes(sound[:index] + bytes([sound[index] ^ 0xFF]) + sound[index + 1 :])
        try:
            opened_part(path, "x")
        except (Encrypted, TooLarge, Unreadable) as error:
            verdicts.add(type(error))
    assert Unreadable in verdicts


def test_as_many_members_as_the_limit_are_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {str(number): b"" for number in range(10_000)})
    assert opened_part(path, "0") == b""
