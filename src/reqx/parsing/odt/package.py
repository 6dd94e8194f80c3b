"""The parts of an ODT (ODF 1.3, part 2): the text, the styles, embedded formulas."""

from dataclasses import dataclass

from reqx.errors import Encrypted, Unreadable
from reqx.parsing.archive import Archive
from reqx.parsing.markup import Element, parsed
from reqx.parsing.odt.opendocument import MANIFEST, OFFICE


@dataclass(frozen=True, slots=True)
class Package:
    """The parts that hold words; `styles` is None where the file has no such part."""

    archive: Archive
    content: Element
    styles: Element | None

    @property
    def body(self) -> Element | None:
        """The element that holds the text, None when the document is of another kind."""
        return self.content.find(f"{OFFICE}body/{OFFICE}text")

    def embedded(self, name: str) -> Element | None:
        """Return the root of an embedded document's content, None when it has none."""
        return _part(self.archive, f"{name.removeprefix('./').rstrip('/')}/content.xml")


def package(archive: Archive) -> Package:
    """Parse the parts; Encrypted or Unreadable when the text cannot be had."""
    manifest = _part(archive, "META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(MANIFEST + "encryption-data"), None) is not None:
        raise Encrypted(f"{archive.name} is encrypted")
    content = _part(archive, "content.xml")
    if content is None:
        raise Unreadable(f"{archive.name} is damaged: it has no content part")
    return Package(archive, content, _part(archive, "styles.xml"))


def _part(archive: Archive, name: str) -> Element | None:
    data = archive.read(name)
    return None if data is None else parsed(data, f"{archive.name}: {name}")
