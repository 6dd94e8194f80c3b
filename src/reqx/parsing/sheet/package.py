"""The parts of an XLSX and how they refer to each other (ECMA-376, part 2: OPC).

The vocabularies of the "strict" and the usual form differ in their namespaces, which this reader
does not look at.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from reqx.errors import Unreadable, Unsupported
from reqx.parsing.archive import Archive
from reqx.parsing.markup import Element, local, parsed

_SAVE = "Open it in LibreOffice or Excel, save it as .xlsx and upload the new file."


@dataclass(frozen=True, slots=True)
class Relationship:
    """A part that another one refers to: the kind ("worksheet") and the member's name."""

    key: str
    kind: str
    member: str


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its name, its member, whether the author hid it."""

    name: str
    member: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """The parts of the workbook; `is_1904` tells that its days count from 1904."""

    archive: Archive
    sheets: tuple[SheetPart, ...]
    shared_strings: str
    styles: Element | None
    is_1904: bool


def workbook(archive: Archive) -> Workbook:
    """Return the workbook; Unreadable or Unsupported when the package has none in XML."""
    main = next((x.member for x in related(archive, "") if x.kind == "officeDocument"), "")
    if main.endswith(".bin"):
        raise Unsupported(f"{archive.name} is a binary workbook", hint=_SAVE)
    root = part(archive, main or "xl/workbook.xml")
    if root is None:
        raise Unreadable(f"{archive.name} is damaged: it has no workbook part")
    relations = list(related(archive, main or "xl/workbook.xml"))
    members = {relation.kind: relation.member for relation in reversed(relations)}
    styles = part(archive, members["styles"]) if "styles" in members else None
    stated = next((x for x in root if local(x) == "workbookPr"), None)
    return Workbook(
        archive,
        tuple(_sheets(root, {x.key: x.member for x in relations if x.kind == "worksheet"})),
        members.get("sharedStrings", ""),
        styles,
        is_1904=stated is not None and stated.get("date1904") in {"1", "true"},
    )


def part(archive: Archive, member: str) -> Element | None:
    """Return the root of a part, None when there is no such member."""
    data = archive.read(member)
    return None if data is None else parsed(data, f"{archive.name}: {member}")


def related(archive: Archive, member: str) -> Iterator[Relationship]:
    """Yield what the part refers to inside the package; "" is the package itself."""
    folder, name = dirname(member), member.rpartition("/")[2]
    root = part(archive, join(folder, "_rels", f"{name}.rels"))
    for item in () if root is None else root:
        if item.get("TargetMode") == "External":
            continue
        target = unquote(item.get("Target", "")).replace("\\", "/")
        path = normpath(join("/", folder, target)).lstrip("/")
        yield Relationship(item.get("Id", ""), item.get("Type", "").rpartition("/")[2], path)


def _sheets(root: Element, members: dict[str, str]) -> Iterator[SheetPart]:
    for sheet in root.iter():
        if local(sheet) != "sheet":
            continue
        keys = [str(value) for name, value in sheet.attrib.items() if str(name).endswith("}id")]
        member = next((members[key] for key in keys if key in members), None)
        if member is not None:
            state = sheet.get("state", "visible")
            yield SheetPart(sheet.get("name", ""), member, is_hidden=state != "visible")
