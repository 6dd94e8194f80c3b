"""The document's own numbers for its requirements, learned by repetition.

A token such as "SRS-012", "FR-AB 4" or "3.2.1-4" is reduced to a shape (letters A, digits 9). A
shape is the document's own when it stands often enough where a number is given: before a
statement, behind it in brackets, alone in a cell, or alone on the line above. References to a
number elsewhere in a sentence define nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reqx.extraction.lexicon import everywhere, folded
from reqx.extraction.rules.fields import Role, cell_role, has_statement, may_number
from reqx.extraction.rules.tokens import DOTTED, SEPARATOR, is_of_section, number_in
from reqx.model.blocks import Block, BlockKind, Cell, ParsedDocument

_OWN = 4
"""Places a shape must stand in before it is the document's own."""
_MOSTLY = 0.6
_SENTENCE = 5

_LAST_NUMBER = re.compile(r"(\d+)\D*\Z")
_LETTERS = re.compile(r"[A-Za-z]+")
_DIGITS = re.compile(r"[0-9]+")
_APPENDIX = re.compile(rf"[A-Z]\.{DOTTED.pattern}|[A-Z]\.\d{{1,3}}")
_NAME = re.compile(r"[A-Z]{2,5}")
_SECTION = re.compile(rf"{DOTTED.pattern}\.?\s")


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number the document gives: its words verbatim and its range of the document's text.

    `block` is the block it stands in; `cell` the table cell, None outside tables; `is_alone` when
    its block or row holds no statement, so that it numbers what follows.
    """

    text: str
    start: int
    end: int
    block: int
    cell: int | None = None
    is_alone: bool = False

    @property
    def shape(self) -> str:
        """The token with its letters and digits reduced, without a last small letter."""
        reduced = _DIGITS.sub("9", _LETTERS.sub("A", self.text.replace("- ", "-")))
        return reduced[:-1] if reduced.endswith("9A") else reduced

    @property
    def family(self) -> str:
        """What stands before the last number: numbers of one family count up."""
        last = _LAST_NUMBER.search(self.text)
        return self.text[: last.start()] if last else self.text

    @property
    def number(self) -> int:
        """The last number, 0 if none."""
        last = _LAST_NUMBER.search(self.text)
        return int(last[1]) if last else 0


def identifiers(document: ParsedDocument, history: Container[int]) -> list[Identifier]:
    """Return every place where the document gives one of its own numbers, in its order.

    There is none in its `history`: the blocks that are rows of it.
    """
    found = [
        identifier
        for index, block in enumerate(document.blocks)
        if block.kind not in (BlockKind.CONTENTS, BlockKind.CAPTION) and index not in history
        for identifier in _in_block(document, index, block)
    ]
    own = _own_shapes(found, document.blocks)
    counted = _without_labels([each for each in found if each.shape in own])
    placed = _with_place(counted, document.blocks)
    kept = [each for each in placed if _numbers_statement(each, document.blocks)]
    return sorted([*kept, *_bare_names(kept, document.blocks)], key=lambda each: each.start)


def _bare_names(found: Sequence[Identifier], blocks: Sequence[Block]) -> Iterator[Identifier]:
    """Yield what stands for a number in a table's column of numbers: "FP" above "FC1" and "FC2"."""
    numbered = {each.block for each in found}
    named: set[int] = set()
    for each in found:
        for place in (each.block - 1, each.block + 1):
            if each.cell is None or place in numbered or place in named:
                continue
            cell = _beside(blocks, place, blocks[each.block], each.cell)
            if cell and _NAME.fullmatch(cell.text) and cell.text[0] == each.text[0]:
                named.add(place)
                yield Identifier(cell.text, cell.start, cell.end, place, each.cell)


def _beside(blocks: Sequence[Block], place: int, row: Block, cell: int) -> Cell | None:
    """Return the cell in the same column of the row at that place, None where there is none."""
    other = blocks[place] if 0 <= place < len(blocks) else None
    if other is None or other.is_header_row or len(other.cells) != len(row.cells):
        return None
    return other.cells[cell] if other.cells[cell].header == row.cells[cell].header else None


def _numbers_statement(each: Identifier, blocks: Sequence[Block]) -> bool:
    """Say whether the number is a statement's: one before a title is when one paragraph follows."""
    if not _is_title(each, blocks[each.block]):
        return True
    below = blocks[each.block + 1 : each.block + 3]
    if below and below[0].intro == each.block:
        return True
    if not below or not all(_SECTION.match(block.text) or _heads(block) for block in below[1:]):
        return False
    # "4.2 Lamps", "Outdoor lamps", "4.2.1 The lamp shall ...": what is numbered are the parts.
    is_parted = any(block.text.startswith(f"{each.text}.") for block in below[1:])
    return not is_parted or _is_sentence(below[0].text)


def _is_title(each: Identifier, block: Block) -> bool:
    """Say whether a dotted number stands before the title of a section."""
    is_dotted = is_of_section(each.text) and not block.cells
    is_above = block.kind is BlockKind.HEADING or each.is_alone
    has_words = any(char.isalpha() for char in block.text)
    return is_dotted and is_above and has_words and not _is_sentence(block.text)


def _heads(block: Block) -> bool:
    return block.kind is BlockKind.HEADING


def _without_labels(found: Sequence[Identifier]) -> list[Identifier]:
    """Drop the families whose few numbers come again and again: labels of things."""
    families: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in found:
        families[each.family][each.text] += 1
    labels = {
        family
        for family, texts in families.items()
        if texts.total() >= _OWN and len(texts) < _MOSTLY * texts.total() / 2
    }
    return [each for each in found if each.family not in labels]


def _is_sentence(text: str) -> bool:
    said = folded(text)
    return text.endswith((".", ";")) or everywhere("modals.strong").holds(said)


def _with_place(found: Sequence[Identifier], blocks: Sequence[Block]) -> list[Identifier]:
    """Tell numbers on a line above their statement from numbers of very short statements.

    Both have few words beside them. Of the first, most of a shape have a block without a number
    below.
    """
    numbered = {each.block for each in found}
    above: defaultdict[str, list[bool]] = defaultdict(list)
    for each in found:
        if each.is_alone and blocks[each.block].kind is not BlockKind.HEADING:
            below = each.block + 1
            above[each.shape].append(below < len(blocks) and below not in numbered)
    return [
        replace(each, is_alone=each.is_alone and _is_above(each, blocks, above[each.shape]))
        for each in found
    ]


def _is_above(each: Identifier, blocks: Sequence[Block], habit: Sequence[bool]) -> bool:
    is_heading = blocks[each.block].kind is BlockKind.HEADING
    return is_heading or sum(habit) >= _MOSTLY * len(habit)


def _in_block(document: ParsedDocument, index: int, block: Block) -> Iterator[Identifier]:
    if not block.cells:
        yield from _in_text(document, index, (block.start, block.end), None)
        return
    for number, cell in enumerate(block.cells):
        # Most cells have no number at all, which is faster seen.
        if cell.text.isascii() and _DIGITS.search(cell.text) is None:
            continue
        if _is_headed(block, number) and has_statement(block) and _is_short(cell.text):
            yield Identifier(cell.text, cell.start, cell.end, index, number)
        elif may_number(block, number):
            yield from _in_text(document, index, (cell.start, cell.end), number)


def _is_short(text: str) -> bool:
    """Say whether a cell of the identifier column holds a number, of whatever form."""
    return len(text.split()) <= 3 and any(char.isdigit() for char in text)


def _in_text(
    document: ParsedDocument, index: int, span: tuple[int, int], cell: int | None
) -> Iterator[Identifier]:
    start, end = span
    text = document.text[start:end]
    if match := number_in(text):
        begin, stop = match.span("token")
        alone = _is_alone(document.blocks[index], text, match)
        yield Identifier(match["token"], start + begin, start + stop, index, cell, alone)


def _is_alone(block: Block, text: str, match: re.Match[str]) -> bool:
    if block.cells:
        return all(len(cell.text.split()) <= _SENTENCE for cell in block.cells)
    return len(text.split()) - len(match[0].split()) < _SENTENCE


def _own_shapes(found: Iterable[Identifier], blocks: Sequence[Block]) -> set[str]:
    places: defaultdict[str, list[Identifier]] = defaultdict(list)
    for identifier in found:
        places[identifier.shape].append(identifier)
    return {shape for shape, those in places.items() if _is_own(those, blocks)}


def _is_own(places: Sequence[Identifier], blocks: Sequence[Block]) -> bool:
    text = places[0].text
    if is_of_section(text) or _APPENDIX.fullmatch(text):
        return _numbers_paragraphs(places, blocks)
    headed = any(
        place.cell is not None and _is_headed(blocks[place.block], place.cell) for place in places
    )
    if len(places) < _OWN and not headed:
        return False
    texts = {place.text for place in places}
    is_varied = len(texts) >= _MOSTLY * len(places) / 2
    return is_varied and (headed or _counts_on(places)) and _rises(places)


def _counts_on(places: Sequence[Identifier]) -> bool:
    """Tell numbers that are counted from names that happen to end in one.

    Of a name there is no next one. "REQ-LOG-1" needs none where "REQ-GUI-1" stands beside it.
    """
    families: defaultdict[str, set[int]] = defaultdict(set)
    for place in places:
        families[place.family].add(place.number)
    heads = Counter(map(_head, families))
    lone = [
        family
        for family, numbers in families.items()
        if len(numbers) == 1 and not (heads[_head(family)] > 1 and numbers == {1})
    ]
    return len(lone) < _MOSTLY * len({place.text for place in places})


def _head(family: str) -> str:
    return SEPARATOR.split(family, maxsplit=1)[0]


def _numbers_paragraphs(places: Sequence[Identifier], blocks: Sequence[Block]) -> bool:
    """Say whether dotted numbers stand before single paragraphs and not only before headings."""
    paragraphs = [place for place in places if _is_numbered_paragraph(blocks[place.block])]
    # 3.14 in the middle of a row is a value; so is a number that comes again and again.
    if any(place.cell for place in paragraphs) or _repeats(paragraphs):
        return False
    return len(paragraphs) >= _OWN and len(paragraphs) >= _MOSTLY / 2 * len(places)


def _repeats(places: Sequence[Identifier]) -> bool:
    return len({place.text for place in places}) < 0.8 * len(places)


def _is_numbered_paragraph(block: Block) -> bool:
    return block.kind is not BlockKind.HEADING and len(block.text.split()) > _SENTENCE


def _is_headed(block: Block, cell: int) -> bool:
    """Say whether a cell is in a column that is called identifier."""
    return cell_role(block, cell) is Role.IDENTIFIER


def _rises(places: Sequence[Identifier]) -> bool:
    """Say whether the numbers of each family mostly count up."""
    last: dict[str, int] = {}
    steps: Counter[bool] = Counter()
    for place in places:
        if place.family in last:
            steps[place.number > last[place.family]] += 1
        last[place.family] = place.number
    return steps[True] >= _MOSTLY * steps.total() if steps.total() >= _OWN else True
