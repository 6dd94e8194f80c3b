"""A unit as the rules read it: its statement without numbers and marks, and what it says."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reqx.extraction.lexicon import Hits, Lexicon, folded
from reqx.extraction.passages import Unit
from reqx.extraction.rules.attributes import NOTHING, Attributes, Attribution
from reqx.extraction.rules.fields import Role, cell_role, has_statement
from reqx.extraction.rules.identifiers import Identifier
from reqx.extraction.rules.keywords import keyword
from reqx.extraction.rules.marks import Meaning, meaning
from reqx.extraction.rules.profile import Profile
from reqx.extraction.rules.references import UNKNOWN, Known
from reqx.extraction.rules.tokens import is_of_section
from reqx.model.blocks import Block, BlockKind, ParsedDocument
from reqx.model.requirements import Modality

# A dash before a digit is a minus: it belongs to what is required.
_EDGES = re.compile(r"[ \t\n\f\u00a0:|/\u2022\])>}.,;]|[\u2013\u2014-](?!\d)")
_TITLE = re.compile(r"[^\W\d_].*", re.DOTALL)
"""A heading without its number, or a picture before it."""
_NAME, _FORM = 3, 2


# Not frozen only because there are so many: to set the fields of a frozen one takes four times as
# long.
@dataclass(slots=True)
class Reading:
    """A unit with the words that would be its requirement's statement.

    `start` and `end` bound the statement in the document's text: the unit without the document's
    number, field name and mark. `said` is the statement folded, `hits` what the lists have in it.
    `section` is the block's without headings that cover most of the document. `is_numbered` when
    the document's own number stands for this statement (a further sentence only inherits
    `source_id`).
    `is_in_form` when its paragraph begins with one of the document's field names. `keyword` is what
    its capitals say where the document has keywords (RFC 2119). `number` is where the document
    gives it one, `attribution` what it says of requirements elsewhere, `known` the numbers there
    are to refer to. `is_history` when the
    block tells of the document's own changes.
    """

    unit: Unit
    block: Block
    start: int
    end: int
    text: str
    said: str
    words: Lexicon
    section: tuple[str, ...] = ()
    source_id: str | None = None
    is_numbered: bool = False
    mark: Meaning | None = None
    role: Role | None = None
    is_in_form: bool = False
    has_keywords: bool = False
    keyword: Modality | None = None
    number: Identifier | None = None
    attribution: Attribution = NOTHING
    known: Known = UNKNOWN
    is_history: bool = False
    intro_said: str = field(init=False)
    hits: Hits = field(init=False)
    is_identified: bool = field(init=False)
    """Whether the number is a name ("SRS-012"), which only requirements get."""

    def __post_init__(self) -> None:
        """Look the words up once: every list is matched against them."""
        self.intro_said = folded(self.unit.intro) if self.unit.intro else self._announced()
        self.hits = self.words.hits(self.said)
        self.is_identified = self.is_numbered and _is_name(self.source_id or "")

    def _announced(self) -> str:
        """Return the heading that introduces a list right below it ("Features"), folded."""
        if self.block.kind is not BlockKind.LIST_ITEM or not self.section:
            return ""
        title = _TITLE.search(self.section[-1])
        said = folded(title[0]).rstrip(" :.") if title else ""
        is_name = said in self.words["fields.requirement"]
        return said if is_name or self.words["subjects.duties"].opens(said) else ""

    @property
    def attributes(self) -> Attributes:
        """What the document says of the statement elsewhere."""
        return self.attribution.of(self.block, self.unit.block, self.number, self.start)


def _is_name(number: str) -> bool:
    return any(char.isalpha() for char in number[:-1]) and not is_of_section(number)


def readings(profile: Profile, units: Iterable[Unit]) -> list[Reading]:
    """Read every unit that has words left without its number and mark."""
    reader = _Reader(profile, profile.document)
    return [reading for unit in units for reading in reader.read(unit)]


@dataclass(slots=True)
class _Reader:
    """Reads the units of one document in order; gives every number to its first statement."""

    profile: Profile
    document: ParsedDocument
    given: set[tuple[int, int]] = field(default_factory=set)

    def read(self, unit: Unit) -> Iterator[Reading]:
        block = self.document.blocks[unit.block]
        role, start, end = self._statement(unit, block)
        is_whole = (start, end) == (unit.start, unit.end)
        text = unit.text if is_whole else self.document.slice(start, end)
        if not (text[:1].isalpha() or any(map(str.isalpha, text))):
            return
        number = self._number(unit)
        said = folded(text)
        yield Reading(
            unit=unit,
            block=block,
            start=start,
            end=end,
            text=text,
            said=said,
            words=self.profile.words_of(said, block),
            section=self.profile.section(block),
            source_id=number.text if number else self._inherited(block),
            is_numbered=number is not None and self._gives(number, unit, role, text),
            mark=self._mark(unit, block),
            role=role,
            is_in_form=self._is_in_form(block),
            has_keywords=self.profile.has_keywords,
            keyword=keyword(text) if self.profile.has_keywords else None,
            number=number,
            attribution=self.profile.attribution,
            known=self.profile.known,
            is_history=unit.block in self.profile.history,
        )

    def _statement(self, unit: Unit, block: Block) -> tuple[Role | None, int, int]:
        """Return the role of the field the unit is in, and the range of the statement."""
        start, end = unit.start, unit.end
        role = cell_role(block, unit.cell) if unit.cell is not None else None
        if block.cells and unit.cell is None:
            role, start, end = _row(block, self._number_cells(unit))
        start, end = self._without_numbers(unit, start, end)
        if not self.profile.marks.legend and not self.profile.fields.names:
            # There is nothing more to take off, as in most documents.
            return role, start, end
        text = self.document.text[start:end]
        head, tail = self.profile.marks.stripped(text)
        named, begin = self.profile.fields.split(text[head:tail]) if unit.is_first else (None, 0)
        start, end = _edges(self.document.text, start + head + begin, start + tail)
        return role or named or self._field(block), start, end

    def _field(self, block: Block) -> Role | None:
        """Return the role of a field named at the paragraph's start, for its further sentences.

        What is beside the requirement stays so to its end; what explains it is no second one.
        """
        if block.cells or not self.profile.fields.names:
            return None
        named, _ = self.profile.fields.split(block.text)
        return named if named and named.is_aside else None

    def _is_in_form(self, block: Block) -> bool:
        is_named = not block.cells and self.profile.fields.split(block.text)[1] > 0
        return is_named or (len(block.cells) == _FORM and cell_role(block, 1) is not None)

    def _number_cells(self, unit: Unit) -> set[int]:
        numbers = self.profile.numbers.get(unit.block, ())
        return {number.cell for number in numbers if number.cell is not None}

    def _without_numbers(self, unit: Unit, start: int, end: int) -> tuple[int, int]:
        for number in self.profile.numbers.get(unit.block, ()):
            if start <= number.start and not _words_between(self.document, start, number.start):
                start = max(start, min(number.end, end))
            elif number.end <= end and not _words_between(self.document, number.end, end):
                end = min(end, number.start)
        return _edges(self.document.text, start, end)

    def _number(self, unit: Unit) -> Identifier | None:
        """Return the number that the document gives this unit or its paragraph."""
        own = self.profile.numbers.get(unit.block)
        if own is None:
            return self.profile.carried.get(unit.block)
        return next((number for number in own if number.cell == unit.cell), own[0])

    def _gives(self, number: Identifier, unit: Unit, role: Role | None, text: str) -> bool:
        """Say whether the number stands for this statement: the first that can be one."""
        is_aside = role is not None and role.is_aside
        key = (number.block, number.start)
        is_above = number.is_alone and number.block == unit.block
        if key in self.given or is_aside or is_above or len(text.split()) < _NAME - 1:
            return False
        if role is None and has_statement(self.document.blocks[unit.block]):
            return False
        self.given.add(key)
        return True

    def _inherited(self, block: Block) -> str | None:
        """Return the number of the paragraph that introduces the block's list."""
        if block.intro is None or block.kind is not BlockKind.LIST_ITEM:
            return None
        numbers = self.profile.numbers.get(block.intro)
        return numbers[0].text if numbers else None

    def _mark(self, unit: Unit, block: Block) -> Meaning | None:
        """Return what the document's mark says: the paragraph's, its row's, its introduction's."""
        has_marks = bool(self.profile.marks.legend)
        said = self._own_mark(unit, block) if has_marks else None
        if said is None and block.cells:
            said = self._column_mark(block)
        if said is None and self.profile.stated:
            said = self._form_mark(unit)
        if said is None and has_marks and block.kind is BlockKind.LIST_ITEM:
            said = self.profile.marks.of(unit.intro or "")
        return said

    def _own_mark(self, unit: Unit, block: Block) -> Meaning | None:
        own = self.document.text[unit.start : block.end]
        return self.profile.marks.of(own) or self.profile.marks.of(block.text)

    def _form_mark(self, unit: Unit) -> Meaning | None:
        number = self.profile.carried.get(unit.block)
        return self.profile.stated.get(number.start) if number else None

    def _column_mark(self, block: Block) -> Meaning | None:
        for number, cell in enumerate(block.cells):
            role = cell_role(block, number)
            if role is Role.MODALITY or (role is None and len(cell.text) <= _NAME):
                words = self.profile.words(block.text)
                if said := meaning(cell.text, words):
                    return said
        return None


def _row(block: Block, number_cells: set[int]) -> tuple[Role | None, int, int]:
    """Return the statement's range in a row without prose: what is left of it as one slice."""
    roles = [cell_role(block, i) for i in range(len(block.cells))]
    wanted = [i for i, role in enumerate(roles) if role and role.is_statement]
    free = [
        i
        for i, role in enumerate(roles)
        if not (role and role.is_aside) and i not in number_cells and block.cells[i].text
    ]
    # A value beside the named requirement belongs to it: "Autonomy | >= 8 h"; in a table of
    # descriptions so does what is described.
    is_sure = any(roles[i] is Role.REQUIREMENT for i in wanted)
    chosen = sorted({*wanted, *(i for i in free if not is_sure or i > wanted[-1])})
    if not chosen:
        return Role.OTHER, block.start, block.end
    role = roles[wanted[0]] if wanted else None
    return role, block.cells[min(chosen)].start, block.cells[max(chosen)].end


def _words_between(document: ParsedDocument, start: int, end: int) -> bool:
    return any(char.isalnum() for char in document.text[start:end])


def _edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without separators and empty brackets at its edges."""
    while start < end and not text[start].isalpha() and _EDGES.match(text, start, end):
        start += 1
    while end > start and (text[end - 1] in " \t\n\f\u00a0|[(<{"):
        end -= 1
    return start, end
