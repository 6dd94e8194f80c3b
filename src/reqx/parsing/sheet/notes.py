"""Comments on cells and words in shapes, which stand in parts of their own beside a sheet."""

from collections.abc import Iterator

from reqx.model.blocks import BlockKind
from reqx.parsing.assembly import Draft, Line
from reqx.parsing.characters import normalise
from reqx.parsing.markup import Element, local
from reqx.parsing.sheet.cells import words
from reqx.parsing.sheet.package import Workbook, part, related

_BOX = "text box"


def notes(book: Workbook, member: str) -> Iterator[Draft]:
    """Yield the comments of a sheet, each with its cell as `part`, then the words in shapes."""
    relations = list(related(book.archive, member))
    for relation in relations:
        root = part(book.archive, relation.member) if relation.kind == "comments" else None
        yield from () if root is None else _comments(root)
    for relation in relations:
        root = part(book.archive, relation.member) if relation.kind == "drawing" else None
        yield from () if root is None else _paragraphs(root)


def _comments(root: Element) -> Iterator[Draft]:
    for comment in root.iter():
        if local(comment) == "comment":
            text = " ".join(words(x) for x in comment if local(x) == "text")
            if text:
                cell = comment.get("ref", "")
                yield Draft(kind=BlockKind.COMMENT, lines=(Line(text),), part=cell)


def _paragraphs(root: Element) -> Iterator[Draft]:
    for paragraph in root.iter():
        if local(paragraph) != "p":
            continue
        text = "".join(x.text or "" for x in paragraph.iter() if local(x) == "t")
        if text.strip():
            yield Draft(kind=BlockKind.PARAGRAPH, lines=(Line(normalise(text)),), part=_BOX)
