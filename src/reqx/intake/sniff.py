"""What a file is, by its content: its name is only what somebody called it."""

import mmap
import re
from itertools import islice
from pathlib import Path

from reqx.errors import DocumentError, Encrypted, TooLarge, Unreadable
from reqx.intake import refusal, textual
from reqx.parsing import DOCX, ODT, PDF, XLSX, archive

ZIP = "application/zip"
CONTAINERS = frozenset([ZIP, textual.EML])
"""Types that hold documents and are none themselves."""

_SAMPLE_BYTES = 1 << 16
_HEAD_BYTES = 1024
_PDF_MAGIC = b"%PDF-"
_PDF_LINE = re.compile(rb"(?:^|[\r\n])\s*%PDF-")
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
    (b"{\\rtf", "an RTF document", refusal.AS_TEXT),
    (b"%!PS", "a PostScript file", "Make a PDF of it (ps2pdf FILE) and upload that."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", refusal.UNPACK),
    (b"Rar!", "a RAR archive", refusal.UNPACK),
    (b"\x1f\x8b", "a gzip archive", refusal.UNPACK),
    (b"BZh", "a bzip2 archive", refusal.UNPACK),
    (b"\xfd7zXZ", "an xz archive", refusal.UNPACK),
    (
        b"\x78\x9f\x3e\x22",
        "an Outlook package (winmail.dat)",
        "Unpack it (tnef FILE), or ask the sender for a mail that is not in Outlook's rich text.",
    ),
)

_MAIN_TYPES = (
    ("wordprocessingml.document.main+xml", DOCX),
    ("wordprocessingml.template.main+xml", DOCX),
    ("ms-word.document.macroenabled.main+xml", DOCX),
    ("ms-word.template.macroenabledtemplate.main+xml", DOCX),
    ("spreadsheetml.sheet.main+xml", XLSX),
    ("spreadsheetml.template.main+xml", XLSX),
    ("ms-excel.sheet.macroenabled.main+xml", XLSX),
    ("ms-excel.template.macroenabled.main+xml", XLSX),
)
_OFFICE_TYPES = (
    ("ms-excel", "a binary Excel workbook (.xlsb)", refusal.AS_SHEET),
    ("presentationml", "a PowerPoint presentation (.pptx)", refusal.AS_PDF),
    ("ms-powerpoint", "a PowerPoint presentation", refusal.AS_PDF),
    ("visio", "a Visio drawing", refusal.AS_PDF),
)
_ODT_TYPES = (
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.text-template",
)
_ZIPPED = (
    ("opendocument.text", "an OpenDocument text of another kind", refusal.AS_TEXT),
    ("opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)", refusal.AS_SHEET),
    ("opendocument.presentation", "an OpenDocument presentation (.odp)", refusal.AS_PDF),
    ("opendocument", "an OpenDocument file", refusal.AS_PDF),
    ("epub", "an EPUB book", "Convert it to PDF or DOCX (Calibre) and upload that."),
)
_OLE_STREAMS = (
    ("WordDocument", "an old Word document (.doc)", refusal.AS_TEXT),
    ("Workbook", "an old Excel workbook (.xls)", refusal.AS_SHEET),
    ("PowerPoint Document", "an old PowerPoint presentation (.ppt)", refusal.AS_PDF),
    ("__substg1.0_", "an Outlook message (.msg)", refusal.AS_MAIL),
)
_TYPES, _KIND = "[content_types].xml", "mimetype"
_MAX_TYPES_CHUNKS = 16


def media_type(path: Path, name: str = "") -> str:
    """Return a type of `parsing.READERS`, or one of `CONTAINERS`, for the file at `path`.

    `name` is what errors call it; among texts its suffix tells Markdown and CSV from others.
    Raises Unsupported (it says what the file is instead, and the way out), Unreadable (empty or
    cut short), Encrypted, or TooLarge for a ZIP file beyond the limits.
    """
    name = name or path.name
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE_BYTES)
    if not sample:
        raise Unreadable(f"{name} is empty", hint="Upload the file again from its source.")
    if sample.startswith(_ZIP_MAGICS):
        return _zipped(path, name)
    if sample.startswith(archive.OLE_MAGIC):
        raise _ole_refusal(path, name)
    if _is_pdf(sample):
        return PDF
    _refuse_binary(sample, name)
    return textual.media_type(sample, name)


def _is_pdf(sample: bytes) -> bool:
    """Return whether the mark of a PDF stands in the first bytes, as readers of PDF allow.

    In a text it must begin a line: a text may speak of it.
    """
    head = sample[:_HEAD_BYTES]
    if _PDF_MAGIC not in head:
        return False
    return bool(_PDF_LINE.search(head)) or not textual.is_text(sample)


def _refuse_binary(sample: bytes, name: str) -> None:
    image = _image(sample)
    if image:
        raise refusal.of(name, f"a {image} image", refusal.SCAN)
    for magic, what, hint in _OTHERS:
        if sample.startswith(magic):
            raise refusal.of(name, what, hint)


def _image(head: bytes) -> str:
    if (head[:4], head[8:12]) == _WEBP:
        return "WebP"
    return next((name for magic, name in _IMAGES if head.startswith(magic)), "")


def _zipped(path: Path, name: str) -> str:
    try:
        with archive.bounded(path, name) as zip_file:
            names = {member.filename.lower() for member in zip_file.infolist()}
    except TooLarge as error:
        is_bundle = name.lower().endswith(".zip")
        raise TooLarge(error.message, hint=refusal.UNPACK if is_bundle else error.hint) from error
    if "index/document.iwa" in names:
        raise refusal.of(name, "a document of Pages, Numbers or Keynote", refusal.RESAVE)
    return _office(path, name) if names & {_TYPES, _KIND} else ZIP


def _office(path: Path, name: str) -> str:
    with archive.opened(path, name) as opened:
        types, kind = _beginning(opened, _TYPES), _beginning(opened, _KIND).strip()
        has_document = "word/document.xml" in opened.members
    main = next((found for mark, found in _MAIN_TYPES if mark in types), None)
    if main is not None:
        return main
    if kind in _ODT_TYPES:
        return ODT
    for mark, what, hint in _OFFICE_TYPES:
        if f"{mark}." in types:
            raise refusal.of(name, what, hint)
    for mark, what, hint in _ZIPPED:
        if mark in kind:
            raise refusal.of(name, what, hint)
    if types and not has_document:
        raise refusal.of(name, "an Office file without a text document", refusal.RESAVE)
    return DOCX if types else ZIP


def _beginning(opened: archive.Archive, name: str) -> str:
    """Return what a member begins with, in lower case; "" when there is none."""
    member = opened.members.get(name)
    if member is None:
        return ""
    chunks = archive.unpacked(opened.zip_file, member, opened.name)
    data = b"".join(islice(chunks, _MAX_TYPES_CHUNKS))
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if is_wide else "latin-1", errors="replace").lower()


def _ole_refusal(path: Path, name: str) -> DocumentError:
    """Tell an encrypted DOCX from the old Office formats by the streams in the container."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as held:
        if held.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            return Encrypted(f"{name} is encrypted: it opens with a password only")
        for stream_name, what, hint in _OLE_STREAMS:
            if held.find(stream_name.encode("utf-16-le")) >= 0:
                return refusal.of(name, what, hint)
    return refusal.of(name, "an old Office file", refusal.AS_PDF)
