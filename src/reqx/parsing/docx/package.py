"""The parts of a DOCX and how they refer to each other (ECMA-376, part 2: OPC).

Parts are found by relationship, never by their usual name. python-docx knows how part names and
relationships work; its own way of opening a package is not used, for three reasons: it unpacks
every part before a limit could apply, it refuses a document with one dangling relationship or one
damaged picture, and it cannot open the "strict" form.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from docx.opc.constants import RELATIONSHIP_TARGET_MODE
from docx.opc.packuri import PACKAGE_URI, PackURI
from lxml import etree

from reqx.errors import Unreadable
from reqx.parsing.archive import Archive
from reqx.parsing.docx.thinning import thinned
from reqx.parsing.docx.wordml import NAMESPACES, Element

_NAME = re.compile(rb"http://(?:schemas\.openxmlformats|purl\.oclc)\.org/[^\"'<>\s]*")
_LONG = frozenset(map(bytes.decode, NAMESPACES))
# Empty settings are asked for in definitions ("does this style set the first row apart?").
_DEFINITIONS = frozenset({"styles", "numbering"})
_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
)
_USUAL_MAIN_PART = PackURI("/word/document.xml")


@dataclass(frozen=True)
class Part:
    """One XML part of the package."""

    name: PackURI
    root: Element
    archive: Archive

    def related(self, kind: str) -> Iterator["Part"]:
        """Yield the parts this one refers to by a relationship of `kind` ("numbering").

        A relationship that leads to nothing is passed over, as word processors do.
        """
        for target in _targets(self._inner, kind):
            root = _parse(self.archive, target, is_text=kind not in _DEFINITIONS)
            if root is not None:
                yield Part(target, root, self.archive)

    @cached_property
    def _inner(self) -> list[tuple[Element, PackURI]]:
        return list(_inner(self.archive, self.name))

    def member(self, element: Element) -> tuple[str, bytes] | None:
        """Return the name and bytes of what `r:id` of the element refers to, None when not here."""
        wanted = [id_ for name, id_ in element.attrib.items() if str(name).endswith("}id")]
        for relationship, target in self._inner:
            if relationship.get("Id") in wanted:
                data = self.archive.read(target.membername)
                return None if data is None else (str(target), data)
        return None

    def related_root(self, kind: str) -> Element | None:
        """Return the root of the first such part, None when there is none."""
        return next((part.root for part in self.related(kind)), None)


def main_part(archive: Archive) -> Part:
    """Return the document part; Unreadable when the package has none."""
    named = _targets(_inner(archive, PACKAGE_URI), "officeDocument")
    for target in (*named, _USUAL_MAIN_PART):
        root = _parse(archive, target, is_text=True)
        if root is not None:
            return Part(target, root, archive)
    raise Unreadable(f"{archive.name} is damaged: it has no document part")


def _targets(inner: Iterable[tuple[Element, PackURI]], kind: str) -> Iterator[PackURI]:
    """Yield the names of the parts that relationships of that kind lead to."""
    for relationship, target in inner:
        # The last word of the type is the same in the strict and the usual vocabulary.
        if relationship.get("Type", "").rpartition("/")[2] == kind:
            yield target


def _inner(archive: Archive, source: PackURI) -> Iterator[tuple[Element, PackURI]]:
    """Yield the relationships of `source` that stay in the package, and where they lead."""
    relationships = _parse(archive, source.rels_uri)
    for relationship in () if relationships is None else relationships:
        if relationship.get("TargetMode") != RELATIONSHIP_TARGET_MODE.EXTERNAL:
            target = unquote(relationship.get("Target", "")).replace("\\", "/")
            yield relationship, PackURI.from_rel_ref(source.baseURI, target)


def _parse(archive: Archive, name: PackURI, *, is_text: bool = False) -> Element | None:
    """Parse a part without expanding, fetching or trusting anything in it.

    Of a text the tree has not everything, but all that is asked for.
    """
    data = archive.read(name.membername)
    if data is None:
        return None
    try:
        root = _root(data, is_text=is_text)
        if etree.QName(root).namespace in _LONG:
            # Its encoding hid the names: UTF-16.
            root = _root(etree.tostring(root, encoding="UTF-8"), is_text=is_text)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"{archive.name} is damaged: {name}: {error}") from error
    except _DocumentType as error:
        raise Unreadable(
            f"{archive.name}: {name} declares a document type, which no DOCX may"
        ) from error
    return root


class _DocumentType(Exception):
    """No DOCX has a document type; what one declares is an attack (entities, external files)."""


def _root(data: bytes, *, is_text: bool) -> Element:
    if is_text:
        data = thinned(data)
    if b"<!DOCTYPE" in data:
        raise _DocumentType
    root = etree.fromstring(_renamed(data), _PARSER)
    if root.getroottree().docinfo.internalDTD is not None:
        raise _DocumentType
    return root


def _renamed(data: bytes) -> bytes:
    """Return the XML with the names of the namespaces shortened in its tags, not in its words."""
    pieces: list[bytes] = []
    end, is_in_tag = 0, False
    for found in _NAME.finditer(data):
        begin, name = found.start(), found[0]
        opened, closed = data.rfind(b"<", end, begin), data.rfind(b">", end, begin)
        # Without either, this name stands where the one before it stood.
        is_in_tag = is_in_tag if opened == closed else opened > closed
        pieces += [data[end:begin], NAMESPACES.get(name, name) if is_in_tag else name]
        end = found.end()
    return b"".join([*pieces, data[end:]]) if pieces else data
