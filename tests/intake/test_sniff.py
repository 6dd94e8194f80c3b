from pathlib import Path
from zipfile import ZipFile

import pytest

from reqx.errors import Encrypted, TooLarge, Unreadable, Unsupported
from reqx.intake.sniff import media_type
from reqx.parsing import DOCX, PDF

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"


def stored(folder: Path, content: bytes, name: str = "file.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def zipped(folder: Path, **members: str) -> Path:
    """Write a ZIP; `types` is the content of its content types part."""
    path = folder / "file.pdf"
    with ZipFile(path, "w") as zip_file:
        for name, content in members.items():
            zip_file.writestr("[Content_Types].xml" if name == "types" else name, content)
    return path


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le")


@pytest.mark.parametrize("before", [b"", b"\r\n\r\n", b"HTTP junk\n" * 100])
def test_pdf_is_known_by_its_first_bytes(tmp_path: Path, before: bytes) -> None:
    assert media_type(stored(tmp_path, before + b"%PDF-1.7\n", "file.docx")) == PDF


def test_pdf_mark_beyond_the_first_bytes_counts_for_nothing(tmp_path: Path) -> None:
    with pytest.raises(Unsupported):
        media_type(stored(tmp_path, b"x" * 1024 + b"%PDF-1.7\n"))


@pytest.mark.parametrize(
    "content_type", [MAIN, MACRO, MAIN.replace("document.main", "template.main")]
)
def test_docx_is_known_by_its_content_types(tmp_path: Path, content_type: str) -> None:
    assert media_type(zipped(tmp_path, types=f'<Override ContentType="{content_type}"/>')) == DOCX


def test_docx_with_an_embedded_workbook_is_a_docx(tmp_path: Path) -> None:
    sheet = '<Default ContentType="application/vnd.x.spreadsheetml.sheet"/>'
    assert media_type(zipped(tmp_path, types=sheet + MAIN)) == DOCX


def test_pdf_in_a_zip_is_a_zip(tmp_path: Path) -> None:
    with pytest.raises(Unsupported, match="ZIP archive"):
        media_type(zipped(tmp_path, **{"a.pdf": "%PDF-1.7"}))


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({"types": "application/vnd.x.spreadsheetml.sheet.main+xml"}, "Excel"),
        ({"types": "application/vnd.x.presentationml.presentation.main+xml"}, "PowerPoint"),
        ({"types": "<Types/>"}, "Office file without a text document"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, r"OpenDocument text \(\.odt\)"),
        ({"mimetype": "application/epub+zip"}, "EPUB"),
        ({"notes.txt": "x"}, "ZIP archive"),
    ],
)
def test_other_zip_file_is_named(tmp_path: Path, members: dict[str, str], what: str) -> None:
    with pytest.raises(Unsupported, match=rf"file\.pdf is an? {what}") as caught:
        media_type(zipped(tmp_path, **members))
    assert caught.value.hint


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0", "a PNG image"),
        (b"\xff\xd8\xff\xe0\0", "a JPEG image"),
        (b"II*\0\0", "a TIFF image"),
        (b"GIF89a\0", "a GIF image"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a WebP image"),
        (b"{\\rtf1\\ansi", "an RTF document"),
        (b"\x1f\x8b\x08\0", "a gzip archive"),
        (b"\n<!DOCTYPE html><title>x", "a web page"),
        (b"\xef\xbb\xbf<HTML>", "a web page"),
        (b"<?xml version='1.0'?>", "an XML file"),
        (b"The pump shall stop.", "plain text"),
        ("Le système doit".encode("utf-16"), "plain text"),
        (b"\0\1\2\3", "of an unknown type"),
        (stream("WordDocument"), r"an old Word document \(\.doc\)"),
        (stream("Workbook"), "an old Excel workbook"),
        (OLE, "an old Office file"),
    ],
)
def test_other_content_is_named_whatever_the_name(
    tmp_path: Path, content: bytes, what: str
) -> None:
    with pytest.raises(Unsupported, match=rf"^file\.pdf is {what}") as caught:
        media_type(stored(tmp_path, content))
    assert caught.value.hint


def test_way_out_of_an_old_format_is_libreoffice(tmp_path: Path) -> None:
    with pytest.raises(Unsupported) as caught:
        media_type(stored(tmp_path, stream("WordDocument")))
    assert "LibreOffice" in caught.value.hint


def test_container_of_an_encrypted_docx_is_encrypted(tmp_path: Path) -> None:
    with pytest.raises(Encrypted, match=r"file\.pdf is encrypted"):
        media_type(stored(tmp_path, stream("EncryptedPackage")))


def test_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"file\.pdf is empty"):
        media_type(stored(tmp_path, b""))


def test_truncated_docx_is_said_to_be_truncated(tmp_path: Path) -> None:
    whole = zipped(tmp_path, types=MAIN).read_bytes()
    with pytest.raises(Unreadable, match=r"file\.pdf is truncated"):
        media_type(stored(tmp_path, whole[:-30]))


def test_bomb_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, **{str(number): "" for number in range(10_001)})
    with pytest.raises(TooLarge):
        media_type(path)
