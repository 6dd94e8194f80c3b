"""The notation the sample documents are written in, and its reader.

Blocks are separated by an empty line; how a block begins says what it is:

    = title          # heading, ## deeper       * bullet, ** deeper      % caption
    > a) item        >> deeper: the label is the first word              ! note
    $ text box       | table | row |            @directive arguments     else a paragraph

Directives, for PDFs only: @page, @contents, @scan, @widths (of a table's columns, in mm), and
@columns ... @full around what stands in two columns.

A requirement is marked where it stands: `[[M The pump shall stop.]]`. The letter is the modality
(M mandatory, P prohibited, R recommended, O optional) or N for a sentence that looks like a
requirement and is none. `M#` says that the number printed just before is the requirement's own.
A row that is a requirement as a whole begins with the letter: `|M Autonomy | 8 h |`; with `|M#`
its first cell is the number. In a DOCX, {+inserted+} and {-deleted-} are tracked changes and
{^a note^} is a footnote; in tables a cell `^` continues the one above, `<` the one to the left.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

MODALITIES = {"M": "mandatory", "P": "prohibited", "R": "recommended", "O": "optional", "N": None}
KINDS = {"=": "title", "#": "heading", "*": "bullet", ">": "item", "%": "caption"}
KINDS |= {"!": "note", "$": "box", "|": "table", "@": "directive"}

_BLOCK = re.compile(r"(?P<sign>=|#+|\*+|>+|%|!|\$|@|(?=\|))\s*(?P<rest>.*)", re.DOTALL)
_MARK = re.compile(r"\[\[(?P<code>[MPRON])(?P<own>#?)\s(?P<words>.+?)\]\]")
_ROW = re.compile(r"^\|(?P<code>[MPRON]?)(?P<own>#?) (?P<cells>.*)\|$")
_NUMBER = re.compile(r"[A-Z][A-Z0-9]+(?:[-.][A-Z0-9]+)*[-.]\d+|\d+(?:\.\d+)+")
_UNREAD = re.compile(r"\{-.*?-\}|\{\^.*?\^\}|\{\+|\+\}|\u00ad")


@dataclass(frozen=True, slots=True)
class Statement:
    """A marked sentence; `modality` None when it is no requirement; `key` names it."""

    words: str
    modality: str | None
    source_id: str | None
    key: str


Piece = str | Statement
Cell = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; `whole` when the row as such is the statement."""

    cells: tuple[Cell, ...]
    whole: Statement | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, table ... with its printed label ("" if none) and its pieces."""

    kind: str
    level: int
    label: str
    pieces: Cell
    rows: tuple[Row, ...] = ()

    @property
    def statements(self) -> Iterator[Statement]:
        """The marked sentences, in the order of the text."""
        for row in self.rows:
            if row.whole:
                yield row.whole
            yield from (x for cell in row.cells for x in cell if isinstance(x, Statement))
        yield from (x for x in self.pieces if isinstance(x, Statement))


def read(source: str) -> list[Block]:
    """Read a whole document."""
    keys = count(1)
    blocks: list[Block] = []
    number = ""
    for chunk in re.split(r"\n\s*\n", source.strip()):
        block, number = _Reader(keys, number).block(chunk)
        blocks.append(block)
    return blocks


def as_read(words: str) -> str:
    """Return the words a reader of the final document sees: changes accepted, notes apart."""
    return " ".join(_UNREAD.sub("", words).split())


def plain(pieces: Cell) -> str:
    """Return the words of all pieces, the editing signs of a DOCX still in."""
    return "".join(x if isinstance(x, str) else x.words for x in pieces)


@dataclass(slots=True)
class _Reader:
    """Reads one block; `number` is the last number printed so far."""

    keys: "count[int]"
    number: str

    def block(self, chunk: str) -> tuple[Block, str]:
        match = _BLOCK.match(chunk.strip())
        sign, rest = (match["sign"], match["rest"]) if match else ("", chunk)
        kind = KINDS[chunk.strip()[0]] if match else "text"
        block = Block(kind, len(sign), "", ())
        if kind == "table":
            return replace(block, rows=tuple(self._rows(rest))), self.number
        words = " ".join(rest.split())
        label = words.split(" ", 1)[0] if kind in {"item", "directive"} else ""
        self._see(label)
        pieces = self._pieces(words.removeprefix(label).strip())
        return replace(block, label=label, pieces=pieces), self.number

    def _rows(self, source: str) -> Iterator[Row]:
        for raw in re.split(r"\n(?=\|)", source):
            match = _ROW.match(" ".join(raw.split()))
            if not match:
                raise ValueError(f"not a table row: {raw}")
            texts = [cell.strip() for cell in match["cells"].split("|")]
            if match["code"]:
                yield self._whole_row(texts, match["code"], has_own=bool(match["own"]))
            else:
                yield Row(tuple(self._pieces(text) for text in texts))

    def _whole_row(self, texts: list[str], code: str, *, has_own: bool) -> Row:
        if has_own:
            self._see(texts[0])
        shown = [text for text in texts if text not in {"^", "<"}]
        words = " ".join(shown[1:] if has_own else shown)
        whole = self._statement(code, words, has_own=has_own)
        return Row(tuple((text,) for text in texts), whole)

    def _pieces(self, text: str) -> Cell:
        pieces: list[Piece] = []
        end = 0
        for match in _MARK.finditer(text):
            before = text[end : match.start()]
            self._see(before)
            mark = self._statement(match["code"], match["words"], has_own=bool(match["own"]))
            pieces += [before, mark] if before else [mark]
            end = match.end()
        self._see(text[end:])
        return tuple([*pieces, text[end:]] if text[end:] else pieces)

    def _statement(self, code: str, words: str, *, has_own: bool) -> Statement:
        source_id = self.number if has_own else None
        return Statement(words, MODALITIES[code], source_id, f"s{next(self.keys)}")

    def _see(self, text: str) -> None:
        self.number = next(reversed(_NUMBER.findall(text)), self.number)
