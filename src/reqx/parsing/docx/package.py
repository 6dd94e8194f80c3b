"""The parts of a DOCX and how they refer to each other (ECMA-376, part 2: OPC).

Parts are found by relationship, never by their usual name; only the parts that are asked for are
unpacked and parsed.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from reqx.errors import Unreadable
from reqx.parsing.archive import Archive
from reqx.parsing.docx.wordml import Element

# A document in the "strict" form differs, for a reader of words, in the names of its vocabularies.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One XML part of the package."""

    name: str
    root: Element
    archive: Archive

    def related(self, kind: str) -> Iterator["Part"]:
        """Yield the parts this one refers to by a relationship of `kind` ("numbering").

        A relationship that leads to nothing is passed over, as word processors do.
        """
        for target in _targets(self.archive, self.name, kind):
            root = _parse(self.archive, target)
            if root is not None:
                yield Part(target, root, self.archive)

    def related_root(self, kind: str) -> Element | None:
        """Return the root of the first such part, None when there is none."""
        return next((part.root for part in self.related(kind)), None)


def main_part(archive: Archive) -> Part:
    """Return the document part; Unreadable when the package has none."""
    for target in (*_targets(archive, "", "officeDocument"), "word/document.xml"):
        root = _parse(archive, target)
        if root is not None:
            return Part(target, root, archive)
    raise Unreadable(f"{archive.name} is damaged: it has no document part")


def _targets(archive: Archive, source: str, kind: str) -> Iterator[str]:
    """Yield the names of the parts that `source` ("" for the package) refers to."""
    folder, name = posixpath.split(source)
    relationships = _parse(archive, posixpath.join(folder, "_rels", name + ".rels"))
    for relationship in () if relationships is None else relationships:
        # The last word of the type is the same in the strict and the usual vocabulary.
        is_kind = relationship.get("Type", "").rpartition("/")[2] == kind
        if is_kind and relationship.get("TargetMode") != "External":
            target = unquote(relationship.get("Target", "")).replace("\\", "/")
            yield posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _parse(archive: Archive, name: str) -> Element | None:
    """Parse a part without expanding, fetching or trusting anything in it."""
    data = archive.read(name)
    if data is None:
        return None
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    # No DOCX has a document type; what one declares is an attack (entities, external files).
    if b"<!DOCTYPE" in data:
        raise Unreadable(f"{archive.name}: {name} declares a document type, which no DOCX may")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"{archive.name} is damaged: {name}: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(f"{archive.name}: {name} declares a document type, which no DOCX may")
    return root
