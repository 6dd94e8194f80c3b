"""Reads a document's units, scores them, and proposes those that are probably requirements."""

from collections.abc import Iterator
from dataclasses import dataclass

from reqx.extraction.rules.clauses import condition, pattern, subject
from reqx.extraction.rules.flags import flags_of
from reqx.extraction.rules.judgement import judged, kept
from reqx.extraction.rules.kinds import kind
from reqx.extraction.rules.modality import modality
from reqx.extraction.rules.reading import Reading
from reqx.extraction.rules.score import Weights, weights
from reqx.model.blocks import ParsedDocument, Revision
from reqx.model.requirements import Candidate


@dataclass(frozen=True, slots=True)
class Weighed:
    """What would become of a unit, and whether the rules take it for a requirement."""

    candidate: Candidate
    is_kept: bool


class RulesExtractor:
    """The offline extractor: word lists, the document's habits and one linear score."""

    name = "rules"

    def __init__(self, model: Weights | None = None) -> None:
        """Take the weights to score with; the shipped ones unless given."""
        self.model = model or weights()

    def extract(self, document: ParsedDocument) -> Iterator[Candidate]:
        """Propose the candidates of a document in its order."""
        for judgement in kept(document, self.model):
            yield _candidate(judgement.reading, judgement.confidence)

    def weigh(self, document: ParsedDocument) -> Iterator[Weighed]:
        """Yield each unit as the candidate it would be, in the document's order.

        Left out is what the document itself says is none: a note, a definition, deleted words.
        """
        for judgement in judged(document, self.model):
            candidate = _candidate(judgement.reading, judgement.confidence)
            yield Weighed(candidate, judgement.is_kept)


def _candidate(reading: Reading, confidence: float) -> Candidate:
    hint, hint_confidence = kind(reading)
    attributes = reading.attributes
    is_revised = reading.block.revision is not Revision.NONE
    intro = reading.intro_said if reading.unit.intro else ""
    found = flags_of(reading.text, reading.hits, intro, is_revised=is_revised)
    return Candidate(
        statement=reading.text,
        start=reading.start,
        end=reading.end,
        block=reading.unit.block,
        modality=modality(reading),
        confidence=confidence,
        language=reading.words.language,
        source_id=reading.source_id,
        kind=hint,
        kind_confidence=hint_confidence,
        condition=condition(reading),
        subject=subject(reading),
        intro=reading.unit.intro,
        flags=tuple([flag.name for flag in found]),
        flag_words=tuple([flag.words for flag in found]),
        pattern=pattern(reading),
        verification=attributes.verification,
        priority=attributes.priority,
        references=reading.known.references(reading.text, reading.source_id, reading.hits),
    )
