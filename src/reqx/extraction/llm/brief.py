"""What a model is to be asked about a document: made where that is read, used by who asks."""

from dataclasses import dataclass
from typing import Self

from reqx.extraction.passages import Unit
from reqx.extraction.rules.extractor import RulesExtractor, Weighed
from reqx.model.blocks import ParsedDocument
from reqx.model.requirements import Candidate


@dataclass(frozen=True, slots=True)
class Brief:
    """A document, and its units as the rules weighed them, in its order."""

    document: ParsedDocument
    weighed: tuple[Weighed, ...]

    @classmethod
    def of(cls, document: ParsedDocument) -> Self:
        """Return the brief of a document: every unit weighed, not only those that are kept."""
        return cls(document, tuple(RulesExtractor().weigh(document)))

    @property
    def offline(self) -> list[Candidate]:
        """Every unit as the candidate it would be."""
        return [each.candidate for each in self.weighed]

    @property
    def kept(self) -> list[Candidate]:
        """Those that the rules take for requirements."""
        return [each.candidate for each in self.weighed if each.is_kept]

    def units(self) -> list[Unit]:
        """Return the units: the statements they would be, without the document's own number."""
        return [_unit(self.document, each.candidate) for each in self.weighed]


def _unit(document: ParsedDocument, candidate: Candidate) -> Unit:
    return Unit(
        text=candidate.statement,
        start=candidate.start,
        end=candidate.end,
        block=candidate.block,
        kind=document.blocks[candidate.block].kind,
        intro=candidate.intro,
    )
