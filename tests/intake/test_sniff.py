import tracemalloc
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest

from reqx.errors import Encrypted, TooLarge, Unreadable, Unsupported
from reqx.intake.sniff import ZIP, media_type
from reqx.parsing import DOCX, ODT, PDF, TEXT, XLSX

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
    with ZipFile(path, "w", ZIP_DEFLATED) as zip_file:
        for name, content in members.items():
            zip_file.writestr("[Content_Types].xml" if name == "types" else name, content)
    return path


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le")


@pytest.mark.parametrize("before", [b"", b"\r\n\r\n", b"HTTP junk\n" * 100])
def test_pdf_is_known_by_its_first_bytes(tmp_path: Path, before: bytes) -> None:
    assert media_type(stored(tmp_path, before + b"%PDF-1.7\n", "file.docx")) == PDF


def test_pdf_mark_beyond_the_first_bytes_counts_for_nothing(tmp_path: Path) -> None:
    assert media_type(stored(tmp_path, b"x" * 1024 + b"\n%PDF-1.7\n")) == TEXT


@pytest.mark.parametrize(("before", "found"), [(b"Files begin with ", TEXT), (b"\0\1\2 ", PDF)])
def test_text_that_speaks_of_pdf_is_a_text(tmp_path: Path, before: bytes, found: str) -> None:
    assert media_type(stored(tmp_path, before + b"%PDF-1.7\n")) == found


@pytest.mark.parametrize(
    "content_type", [MAIN, MACRO, MAIN.replace("document.main", "template.main")]
)
def test_docx_is_known_by_its_content_types(tmp_path: Path, content_type: str) -> None:
    assert media_type(zipped(tmp_path, types=f'<Override ContentType="{content_type}"/>')) == DOCX


def test_docx_with_an_embedded_workbook_is_a_docx(tmp_path: Path) -> None:
    sheet = '<Default ContentType="application/vnd.x.spreadsheetml.sheet"/>'
    assert media_type(zipped(tmp_path, types=sheet + MAIN)) == DOCX


@pytest.mark.parametrize(
    "main", ["spreadsheetml.sheet.main+xml", "ms-excel.sheet.macroEnabled.main+xml"]
)
def test_xlsx_is_known_by_its_content_types(tmp_path: Path, main: str) -> None:
    assert media_type(zipped(tmp_path, types=f"application/vnd.{main}")) == XLSX


@pytest.mark.parametrize("ending", ["", "\n", "-template"])
def test_odt_is_known_by_its_mimetype(tmp_path: Path, ending: str) -> None:
    kind = f"application/vnd.oasis.opendocument.text{ending}"
    assert media_type(zipped(tmp_path, mimetype=kind)) == ODT


@pytest.mark.parametrize("members", [{"a.pdf": "%PDF-1.7"}, {"a.pdf": "", "mimetype": "what"}])
def test_other_zip_file_is_an_archive(tmp_path: Path, members: dict[str, str]) -> None:
    assert media_type(zipped(tmp_path, **members)) == ZIP


def test_content_types_that_unpack_to_more_than_they_say_are_damage(tmp_path: Path) -> None:
    honest = zipped(tmp_path, types="x" * 50_000_000).read_bytes()
    stated, lie = (50_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little")
    path = stored(tmp_path, honest.replace(stated, lie))
    tracemalloc.start()
    with pytest.raises(Unreadable, match="damaged"):
        media_type(path)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_content_types_packed_without_a_bound_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.docx"
    with ZipFile(path, "w", ZIP_BZIP2) as zip_file:
        zip_file.writestr("[Content_Types].xml", "x" * 1000)
    with pytest.raises(Unreadable, match="does not unpack"):
        media_type(path)


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({"types": "application/vnd.ms-excel.sheet.binary.macroEnabled.main"}, "binary Excel"),
        ({"types": "application/vnd.x.presentationml.presentation.main+xml"}, "PowerPoint"),
        ({"types": "<Types/>"}, "Office file without a text document"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, r".*\(\.ods\)"),
        ({"mimetype": "application/vnd.oasis.opendocument.presentation"}, r".*\(\.odp\)"),
        ({"mimetype": "application/vnd.oasis.opendocument.text-master"}, "OpenDocument text of"),
        ({"mimetype": "application/epub+zip"}, "EPUB"),
        ({"Index/Document.iwa": "x"}, "document of Pages"),
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
        (b"\x78\x9f\x3e\x22\1\0", r"an Outlook package \(winmail.dat\)"),
        (b"<?xml version='1.0'?>", "an XML file"),
        (b"\0\1\2\3", "of an unknown type"),
        (stream("WordDocument"), r"an old Word document \(\.doc\)"),
        (stream("Workbook"), r"an old Excel workbook \(\.xls\)"),
        (stream("PowerPoint Document"), r"an old PowerPoint presentation \(\.ppt\)"),
        (stream("__substg1.0_"), r"an Outlook message \(\.msg\)"),
        (OLE, "an old Office file"),
    ],
)
def test_other_content_is_named_whatever_the_name(
    tmp_path: Path, content: bytes, what: str
) -> None:
    with pytest.raises(Unsupported, match=rf"^file\.pdf is {what}") as caught:
        media_type(stored(tmp_path, content))
    assert caught.value.hint


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (stream("WordDocument"), "soffice --headless --convert-to docx FILE"),
        (b"{\\rtf1", "soffice --headless --convert-to docx FILE"),
        (stream("Workbook"), "soffice --headless --convert-to xlsx FILE"),
        (stream("PowerPoint Document"), "soffice --headless --convert-to pdf FILE"),
        (stream("__substg1.0_"), "msgconvert FILE"),
    ],
)
def test_way_out_of_an_old_format_is_told_in_words_to_type(
    tmp_path: Path, content: bytes, words: str
) -> None:
    with pytest.raises(Unsupported) as caught:
        media_type(stored(tmp_path, content))
    assert words in caught.value.hint


def test_error_calls_the_file_what_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unsupported, match=r"^tender\.zip/old\.doc is an old Word"):
        media_type(stored(tmp_path, stream("WordDocument")), "tender.zip/old.doc")


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


def test_bomb_is_refused_and_can_be_unpacked_by_hand(tmp_path: Path) -> None:
    path = zipped(tmp_path, **{str(number): "" for number in range(10_001)})
    with pytest.raises(TooLarge) as caught:
        media_type(path, "tender.zip")
    assert "Unpack it" in caught.value.hint
