"""What one pass over the whole document tells before any unit is judged."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from reqx.extraction.language import language, of_text, of_words, vocabulary
from reqx.extraction.lexicon import Lexicon, lexicon
from reqx.extraction.rules.attributes import Attribution, attribution
from reqx.extraction.rules.fields import Fields, Role, cell_role, fields
from reqx.extraction.rules.history import history
from reqx.extraction.rules.identifiers import Identifier, identifiers
from reqx.extraction.rules.keywords import invokes
from reqx.extraction.rules.marks import Marks, Meaning, marks, meaning
from reqx.extraction.rules.references import Known, known
from reqx.model.blocks import Block, BlockKind, ParsedDocument

_DEFAULT = "en"
_BROAD, _FEW = 0.5, 20
_FEW_LETTERS = 40
_CARRIED = 10
"""Blocks that may stand between a number on a line of its own and its statement."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A document's language, marks, fields and numbers.

    `numbers` holds, by block, the identifiers given in it; `carried` the one that stands alone
    above a block, `broad` the headings that stand over most of the document: a title, or a heading
    whose level could not be told. `stated` is the modality a form gives in a row of its own, by
    where the number that stands above the form begins; `attribution` what else the document says
    of its statements, `known` the numbers they can refer to, `history` the blocks that are rows of
    its own history. `has_keywords` when the document invokes RFC 2119.
    """

    document: ParsedDocument
    language: str
    marks: Marks
    fields: Fields
    numbers: Mapping[int, tuple[Identifier, ...]]
    carried: Mapping[int, Identifier]
    broad: frozenset[str]
    stated: Mapping[int, Meaning]
    attribution: Attribution
    known: Known
    history: frozenset[int] = frozenset()
    has_keywords: bool = False

    def section(self, block: Block) -> tuple[str, ...]:
        """Return the headings above a block that tell it from other parts of the document."""
        if self.broad.isdisjoint(block.section):
            return block.section
        return tuple(heading for heading in block.section if heading not in self.broad)

    def words(self, text: str) -> Lexicon:
        """Return the word lists of the text's language, the document's when it cannot be told."""
        return lexicon(of_text(text) or self.language)

    def words_of(self, said: str, block: Block) -> Lexicon:
        """Return the same of folded words in a block; the whole block tells of few words."""
        language = of_words(said) if len(said) > _FEW_LETTERS else of_text(block.text)
        return lexicon(language or self.language)


def profile(document: ParsedDocument) -> Profile:
    """Read the document's habits."""
    spoken = language(document) or _DEFAULT
    lexicon(spoken).learn(vocabulary(document))
    told = history(document.blocks)
    found = identifiers(document, told)
    numbers = _by_block(found)
    carried = _carried(document, numbers)
    return Profile(
        document=document,
        language=spoken,
        marks=marks(document, lexicon(spoken)),
        fields=fields(document.blocks),
        numbers=numbers,
        carried=carried,
        broad=_broad(document),
        stated=_stated(document, carried, lexicon(spoken)),
        attribution=attribution(document, numbers),
        known=known(found),
        history=told,
        has_keywords=invokes(document),
    )


def _stated(
    document: ParsedDocument, carried: Mapping[int, Identifier], words: Lexicon
) -> dict[int, Meaning]:
    stated: dict[int, Meaning] = {}
    for index, number in carried.items():
        block = document.blocks[index]
        is_modality = len(block.cells) == 2 and cell_role(block, 1) is Role.MODALITY
        if is_modality and (said := meaning(block.cells[1].text, words)):
            stated[number.start] = said
    return stated


def _broad(document: ParsedDocument) -> frozenset[str]:
    counts: Counter[str] = Counter()
    # Many blocks in a row stand under the same headings.
    for section, blocks in Counter([block.section for block in document.blocks]).items():
        for heading in set(section):
            counts[heading] += blocks
    most = _BROAD * len(document.blocks)
    return frozenset(heading for heading, count in counts.items() if count > max(most, _FEW))


def _by_block(found: list[Identifier]) -> dict[int, tuple[Identifier, ...]]:
    groups: defaultdict[int, list[Identifier]] = defaultdict(list)
    for identifier in found:
        groups[identifier.block].append(identifier)
    return {block: tuple(group) for block, group in groups.items()}


def _carried(
    document: ParsedDocument, numbers: Mapping[int, tuple[Identifier, ...]]
) -> dict[int, Identifier]:
    """Return, by block, the number that stands alone on a line or row above it."""
    carried: dict[int, Identifier] = {}
    current: Identifier | None = None
    for index, block in enumerate(document.blocks):
        if index in numbers:
            first = numbers[index][0]
            current = first if first.is_alone else None
        elif block.kind is BlockKind.HEADING:
            current = None
        elif current is not None:
            is_listed = block.intro == current.block or carried.get(block.intro or -1) is current
            if is_listed or index - current.block <= _reach(current, document):
                carried[index] = current
    return carried


def _reach(number: Identifier, document: ParsedDocument) -> int:
    """Return how many blocks a number above them holds for: a section's for the first alone."""
    is_dotted = not any(char.isalpha() for char in number.text)
    is_titled = any(char.isalpha() for char in document.blocks[number.block].text)
    return 1 if is_dotted and is_titled else _CARRIED
