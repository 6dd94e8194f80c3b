"""What a model is to be asked about a document: made where that is read, used by who asks."""

from collections.abc import Iterable
from dataclasses import dataclass

from reqx.extraction.passages import Unit
from reqx.extraction.rules.extractor import Weighed
from reqx.model.blocks import ParsedDocument
from reqx.model.requirements import Candidate


@dataclass(frozen=True, slots=True)
class Brief:
    """A document, and its units as the rules weighed them, in its order."""

    document: ParsedDocument
    weighed: tuple[Weighed, ...]

    @property
    def offline(self) -> list[Candidate]:
        """Every unit as the candidate it would be."""
        return [each.candidate for each in self.weighed]

    def units(self) -> list[Unit]:
        """Return the units: the statements they would be, without the document's own number."""
        return [_unit(self.document, each.candidate) for each in self.weighed]


def kept(weighed: Iterable[Weighed]) -> list[Candidate]:
    """Return those that the rules take for requirements."""
    return [each.candidate for each in weighed if each.is_kept]


def _unit(document: ParsedDocument, candidate: Candidate) -> Unit:
    return Unit(
        text=candidate.statement,
        start=candidate.start,
        end=candidate.end,
        block=candidate.block,
        kind=document.blocks[candidate.block].kind,
        intro=candidate.intro,
    )
