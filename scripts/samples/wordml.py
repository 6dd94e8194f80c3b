"""Blocks of a sample as WordprocessingML: the document part and the footnotes part.

Written by hand, since a word processor's own constructs are what a reader stumbles over: numbers
that are nowhere in the text, tracked changes, a text box that is there twice, merged cells.
See ECMA-376, part 1, chapter 17.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from .markup import Block, Cell, Row, as_read, plain

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
}
TEXT_WIDTH = 9200
"""Between the margins, in twentieths of a point."""

_EDIT = re.compile(r"\{\+(?P<inserted>.*?)\+\}|\{-(?P<deleted>.*?)-\}|\{\^(?P<note>.*?)\^\}")
_BOX = """<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>\
<wp:extent cx="4680000" cy="900000"/><wp:docPr id="{id}" name="Text Box {id}"/><a:graphic>\
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>\
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="4680000" cy="900000"/>\
</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill>\
<a:srgbClr val="404040"/></a:solidFill></a:ln></wps:spPr><wps:txbx>\
<w:txbxContent>{content}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData>\
</a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>\
<v:shape style="width:368pt;height:71pt"><v:textbox><w:txbxContent>{content}</w:txbxContent>\
</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


@dataclass(slots=True)
class Body:
    """Writes the document part; `notes` are the footnotes met on the way.

    `heading_style` is the id of the heading styles without the level. Labels of headings and items
    are not written: Word counts them.
    """

    heading_style: str
    notes: list[str] = field(default_factory=list)
    changes: int = 0

    def document(self, blocks: Sequence[Block]) -> str:
        """Return the whole part; the header and footer are relations rId3 and rId4."""
        section = (
            '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/>'
            '<w:footerReference w:type="default" r:id="rId4"/>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1353"'
            ' w:bottom="1418" w:left="1353" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
        )
        return part("document", f"<w:body>{''.join(self._blocks(blocks))}{section}</w:body>")

    def footnotes(self) -> str:
        """Return the footnotes part, to be called after `document`."""
        notes = [
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
            f"<w:r><w:footnoteRef/></w:r>{_run(f' {text}')}</w:p></w:footnote>"
            for number, text in enumerate(self.notes, start=1)
        ]
        return part("footnotes", "".join(notes))

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        for block in blocks:
            if block.kind == "table":
                yield self._table(block.rows)
            elif block.kind == "box":
                content = self._paragraph("Normal", block.pieces)
                # The same paragraph twice: for Word as of 2010, and for older ones.
                yield f"<w:p>{_BOX.format(id=len(self.notes) + 1, content=content)}</w:p>"
            else:
                yield self._paragraph(*self._styled(block))

    def _styled(self, block: Block) -> tuple[str, Cell]:
        if block.kind == "heading":
            # Word counts headings: their number stands in the content, not in the document.
            words = plain(block.pieces).split(" ", 1)[1]
            return f"{self.heading_style}{block.level}", (words,)
        names = {"title": "Title", "bullet": "Bullet", "item": "Clause", "text": "Normal"}
        name = names.get(block.kind, block.kind.title())
        return (f"{name}{block.level}" if name in {"Bullet", "Clause"} else name), block.pieces

    def _paragraph(self, style: str, pieces: Cell) -> str:
        words = plain(pieces)
        runs = "".join(self._runs(words))
        mark = self._deleted_mark() if words and not as_read(words) else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{mark}</w:pPr>{runs}</w:p>'

    def _deleted_mark(self) -> str:
        """Return the end of a paragraph that is deleted as a whole: Word does not count it."""
        return f"<w:rPr><w:del {self._change()}/></w:rPr>"

    def _runs(self, words: str) -> Iterator[str]:
        end = 0
        for edit in _EDIT.finditer(words):
            yield _run(words[end : edit.start()])
            yield self._edit(edit)
            end = edit.end()
        yield _run(words[end:])

    def _edit(self, edit: re.Match[str]) -> str:
        if edit["note"]:
            self.notes.append(edit["note"])
            return (
                '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
                f'<w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
            )
        if edit["inserted"]:
            return f"<w:ins {self._change()}>{_run(edit['inserted'])}</w:ins>"
        return f"<w:del {self._change()}>{_run(edit['deleted'], 'delText')}</w:del>"

    def _change(self) -> str:
        self.changes += 1
        return f'w:id="{self.changes}" w:author="M. Ferrand" w:date="2031-03-04T09:00:00Z"'

    def _table(self, rows: Sequence[Row]) -> str:
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _widths(rows))
        properties = '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/>'
        lines = "".join(self._row(rows, index) for index in range(len(rows)))
        return f"<w:tbl>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl><w:p/>"

    def _row(self, rows: Sequence[Row], index: int) -> str:
        texts = [plain(cell) for cell in rows[index].cells]
        below = [plain(cell) for cell in rows[index + 1].cells] if index + 1 < len(rows) else []
        header = "<w:trPr><w:tblHeader/></w:trPr>" if index == 0 else ""
        cells = "".join(
            self._cell(text, _span(texts, column), _merge(text, below[column : column + 1]))
            for column, text in enumerate(texts)
            if text != "<"
        )
        return f"<w:tr>{header}{cells}</w:tr>"

    def _cell(self, text: str, span: int, merge: str) -> str:
        wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        content = self._paragraph("Normal", ("" if text == "^" else text,))
        return f"<w:tc><w:tcPr>{wide}{merge}</w:tcPr>{content}</w:tc>"


def part(name: str, content: str) -> str:
    """Return a part of the document: its root element `name` with `content`."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{declaration}<w:{name} {spaces}>{content}</w:{name}>"


def _run(text: str, element: str = "t") -> str:
    if not text:
        return ""
    return f'<w:r><w:{element} xml:space="preserve">{escape(text)}</w:{element}></w:r>'


def _widths(rows: Sequence[Row]) -> Sequence[int]:
    """Return the widths of the columns, by their longest text, long ones counted as 50 signs."""
    columns = zip(*(row.cells for row in rows), strict=True)
    lengths = [min(max(len(plain(cell)) for cell in column), 50) for column in columns]
    return [TEXT_WIDTH * length // sum(lengths) for length in lengths]


def _span(texts: Sequence[str], column: int) -> int:
    """Return how many columns the cell at `column` covers."""
    end = column + 1
    while end < len(texts) and texts[end] == "<":
        end += 1
    return end - column


def _merge(text: str, below: Sequence[str]) -> str:
    if text == "^":
        return "<w:vMerge/>"
    return '<w:vMerge w:val="restart"/>' if below == ["^"] else ""
