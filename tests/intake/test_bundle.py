"""The files in a ZIP archive are had one by one, and what is wrong with one costs no other."""

import stat
import tracemalloc
import zlib
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from reqx.errors import DocumentError, Encrypted, TooLarge, Unreadable, Unsupported
from reqx.intake import bundle
from reqx.parsing import archive

SPEC = b"%PDF-1.7 a specification"


def zipped(folder: Path, *members: tuple[str | ZipInfo, bytes], method: int = ZIP_DEFLATED) -> Path:
    path = folder / "tender.zip"
    with ZipFile(path, "w", method) as zip_file:
        for name, data in members:
            zip_file.writestr(name, data)
    return path


def found(path: Path) -> dict[str, bytes | DocumentError]:
    """Return the bytes or the problem of each member, by name."""
    return {member.name: member.problem or taken(member.chunks) for member in bundle.members(path)}


def taken(chunks: object) -> bytes | DocumentError:
    assert hasattr(chunks, "__iter__")
    try:
        return b"".join(chunks)
    except DocumentError as error:
        return error


def patched(path: Path, old: bytes, new: bytes) -> Path:
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new))
    return path


def test_members_come_in_the_order_of_the_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path, ("b/", b""), ("b/spec.pdf", SPEC), ("a.txt", b"text"))
    assert list(found(path).items()) == [("b/spec.pdf", SPEC), ("a.txt", b"text")]


@pytest.mark.parametrize(
    "junk",
    ["__MACOSX/._a.pdf", "x/.DS_Store", "x/Thumbs.db", "desktop.ini", ".git/config", "~$spec.docx"],
)
def test_junk_is_passed_over(tmp_path: Path, junk: str) -> None:
    assert found(zipped(tmp_path, (junk, b"x"), ("a.pdf", SPEC))) == {"a.pdf": SPEC}


def test_archive_of_junk_alone_is_said_to_hold_nothing(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"tender\.zip holds no file"):
        found(zipped(tmp_path, (".DS_Store", b"x")))


def test_names_lead_nowhere(tmp_path: Path) -> None:
    path = zipped(tmp_path, ("../../up.pdf", SPEC), ("/abs.pdf", SPEC), ("..", SPEC))
    assert list(found(path)) == ["up.pdf", "abs.pdf", "unnamed"]


def test_utf_8_name_without_its_flag_is_read_as_macos_meant_it(tmp_path: Path) -> None:
    name = "e\u0301te\u0301.pdf"
    path = zipped(tmp_path, ("?" * len(name.encode()), SPEC))
    assert list(found(patched(path, b"?" * len(name.encode()), name.encode()))) == [name]


def test_name_in_the_code_page_of_dos_is_read_in_it(tmp_path: Path) -> None:
    path = patched(zipped(tmp_path, ("??.pdf", SPEC)), b"??", "é²".encode("cp437"))
    assert list(found(path)) == ["é².pdf"]


def test_link_is_not_followed(tmp_path: Path) -> None:
    link = ZipInfo("passwd.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    problems = found(zipped(tmp_path, (link, b"/etc/passwd"), ("a.pdf", SPEC)))
    assert isinstance(problems["passwd.txt"], Unsupported)
    assert problems["a.pdf"] == SPEC


def test_encrypted_member_costs_only_itself(tmp_path: Path) -> None:
    path = zipped(tmp_path, ("a.pdf", SPEC), ("b.pdf", SPEC))
    data = bytearray(path.read_bytes())
    data[data.find(b"PK\x01\x02") + 8] |= archive.ENCRYPTED_FLAG
    path.write_bytes(data)
    problem = found(path)["a.pdf"]
    assert isinstance(problem, Encrypted)
    assert (problem.message, found(path)["b.pdf"]) == ("tender.zip/a.pdf is encrypted", SPEC)


def test_member_packed_by_another_method_is_refused(tmp_path: Path) -> None:
    problem = found(zipped(tmp_path, ("a.pdf", bytes(10**6)), method=ZIP_BZIP2))["a.pdf"]
    assert isinstance(problem, Unsupported)


def test_wrong_checksum_costs_only_its_member(tmp_path: Path) -> None:
    path = zipped(tmp_path, ("a.pdf", SPEC), ("b.txt", b"text"))
    patched(path, zlib.crc32(SPEC).to_bytes(4, "little"), b"\1\2\3\4")
    problem = found(path)["a.pdf"]
    assert isinstance(problem, Unreadable)
    assert problem.message.startswith("tender.zip/a.pdf is damaged")
    assert found(path)["b.txt"] == b"text"


def test_cut_off_archive_is_refused_as_a_whole(tmp_path: Path) -> None:
    path = zipped(tmp_path, ("a.pdf", SPEC))
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(Unreadable, match="truncated"):
        found(path)


@pytest.mark.parametrize(
    "members",
    [
        [("a.pdf", bytes(archive.MAX_UNPACKED_BYTES + 1))],
        [("a.pdf", bytes(20_000_000))],
        [(f"{number}.pdf", b"") for number in range(10_001)],
    ],
    ids=["size", "ratio", "count"],
)
def test_bomb_is_refused_before_anything_is_unpacked(
    tmp_path: Path, members: list[tuple[str, bytes]]
) -> None:
    with pytest.raises(TooLarge):
        next(bundle.members(zipped(tmp_path, *members)))


def test_bomb_that_states_a_small_size_is_stopped_there(tmp_path: Path) -> None:
    size = 100_000_000
    path = zipped(tmp_path, ("a.pdf", bytes(size)))
    patched(path, size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    tracemalloc.start()
    assert isinstance(found(path)["a.pdf"], Unreadable)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
