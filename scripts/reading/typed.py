"""What an author typed into a DOCX: every `w:t`, by a walk that shares nothing with reqx's own."""

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from lxml import etree

_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_W = f"{{{_USUAL.decode()}}}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PARTS = re.compile(r"word/(document|footnotes|endnotes)\.xml", re.IGNORECASE)
_GONE = {_W + "del", _W + "moveFrom", _MC + "Fallback"}
_SPACES = {_W + "tab", _W + "br", _W + "cr", _W + "ptab"}
_DASH = _W + "noBreakHyphen"


class Unopenable(Exception):
    """The file is no ZIP of XML."""


def typed_paragraphs(path: Path) -> Iterator[str]:
    """Yield the text of each paragraph: body, tables, controls, text boxes, insertions, notes.

    Neither deletions nor what an older program would show instead (`mc:Fallback`).
    """
    try:
        with ZipFile(path) as package:
            parts = [package.read(name) for name in package.namelist() if _PARTS.fullmatch(name)]
        roots = [_root(part) for part in parts]
    except (BadZipFile, etree.XMLSyntaxError, OSError, RuntimeError) as error:
        raise Unopenable(f"{path.name}: {error}") from error
    for root in roots:
        yield from _texts(root)


def _texts(root: etree._Element) -> Iterator[str]:
    held = ""
    for paragraph in root.iter(_W + "p"):
        if any(above.tag in _GONE for above in paragraph.iterancestors()):
            continue
        held += "".join(_pieces(paragraph))
        # Without its mark, which a tracked change deletes, it runs on into the next.
        if paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is None:
            yield held
            held = ""
    yield held


def _root(part: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    return etree.fromstring(part.replace(_STRICT, _USUAL), parser)


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in _SPACES:
            yield " "
        elif child.tag == _DASH:
            yield "-"
        elif child.tag not in _GONE and child.tag != _W + "p":
            yield from _pieces(child)
