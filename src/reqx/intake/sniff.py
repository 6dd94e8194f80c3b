"""What a file is, by its content: its name is only what somebody called it."""

import mmap
from pathlib import Path

from reqx.errors import DocumentError, Encrypted, Unreadable, Unsupported
from reqx.parsing import DOCX, PDF, archive

_HEAD_BYTES = 1024
_PDF_MAGIC = b"%PDF-"
_ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
_WEBP = (b"RIFF", b"WEBP")

_IMAGES = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"GIF8", "GIF"),
)
_OTHERS = (
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x1f\x8b", "a gzip archive"),
)
_MARKUP = (
    (b"<!doctype html", "a web page (HTML)"),
    (b"<html", "a web page (HTML)"),
    (b"<?xml", "an XML file"),
)

_WORD_TYPES = (
    "wordprocessingml.document.main+xml",
    "wordprocessingml.template.main+xml",
    "ms-word.document.macroenabled.main+xml",
    "ms-word.template.macroenabledtemplate.main+xml",
)
_OFFICE_TYPES = (
    ("spreadsheetml", "an Excel workbook"),
    ("ms-excel", "an Excel workbook"),
    ("presentationml", "a PowerPoint presentation"),
    ("ms-powerpoint", "a PowerPoint presentation"),
    ("visio", "a Visio drawing"),
)
_ZIPPED = (
    ("opendocument.text", "an OpenDocument text (.odt)"),
    ("opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)"),
    ("opendocument.presentation", "an OpenDocument presentation (.odp)"),
    ("epub", "an EPUB book"),
)
_OLE_STREAMS = (
    ("WordDocument", "an old Word document (.doc)"),
    ("Workbook", "an old Excel workbook (.xls)"),
    ("PowerPoint Document", "an old PowerPoint presentation (.ppt)"),
    ("__substg1.0_", "an Outlook message (.msg)"),
)

_CONVERT = "Open it in LibreOffice, save it as PDF or DOCX and upload that."
_UNPACK = "Unpack it and upload the documents in it."
_SCAN = "Make a PDF with text of it (OCR, for instance ocrmypdf) and upload that."


def media_type(path: Path) -> str:
    """Return `parsing.PDF` or `parsing.DOCX`.

    Raises Unsupported (it says what the file is instead), Unreadable (empty or cut short),
    Encrypted, or TooLarge for a ZIP file beyond the limits.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if not head:
        raise Unreadable(f"{path.name} is empty", hint="Upload the file again from its source.")
    if head.startswith(_ZIP_MAGICS):
        return _zipped(path)
    if _PDF_MAGIC in head:
        return PDF
    if head.startswith(archive.OLE_MAGIC):
        raise _ole_refusal(path)
    raise _refusal(path, *_description(head))


def _refusal(path: Path, what: str, hint: str) -> Unsupported:
    return Unsupported(f"{path.name} is {what}", hint=hint)


def _description(head: bytes) -> tuple[str, str]:
    """Return what begins like `head`, and what to do with it."""
    image = _image(head)
    if image:
        return f"a {image} image", _SCAN
    for magic, what in _OTHERS:
        if head.startswith(magic):
            return what, _UNPACK if what.endswith("archive") else _CONVERT
    beginning = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for magic, what in _MARKUP:
        if beginning.startswith(magic):
            return what, _CONVERT
    return ("plain text" if _is_text(head) else "of an unknown type"), _CONVERT


def _image(head: bytes) -> str:
    if (head[:4], head[8:12]) == _WEBP:
        return "WebP"
    return next((name for magic, name in _IMAGES if head.startswith(magic)), "")


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 0x20 and byte not in b"\t\n\r\f\x1b" for byte in head)


def _zipped(path: Path) -> str:
    with archive.opened(path) as opened:
        types = _decoded(opened.read("[Content_Types].xml"))
        kind = _decoded(opened.read("mimetype"))
        has_document = "word/document.xml" in opened.members
    if any(word in types for word in _WORD_TYPES) or (types and has_document):
        return DOCX
    for mark, what in _OFFICE_TYPES:
        if f"{mark}." in types:
            raise _refusal(path, what, _CONVERT)
    for mark, what in _ZIPPED:
        if mark in kind:
            raise _refusal(path, what, _CONVERT)
    if types:
        raise _refusal(path, "an Office file without a text document", _CONVERT)
    raise _refusal(path, "a ZIP archive", _UNPACK)


def _decoded(data: bytes | None) -> str:
    is_wide = data is not None and data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return (data or b"").decode("utf-16" if is_wide else "latin-1", errors="replace").lower()


def _ole_refusal(path: Path) -> DocumentError:
    """Tell an encrypted DOCX from the old Office formats by the streams in the container."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as held:
        if held.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            return Encrypted(f"{path.name} is encrypted: it opens with a password only")
        for name, what in _OLE_STREAMS:
            if held.find(name.encode("utf-16-le")) >= 0:
                return _refusal(path, what, _CONVERT)
    return _refusal(path, "an old Office file", _CONVERT)
