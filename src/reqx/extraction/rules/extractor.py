"""Reads a document's units, scores them, and proposes those that are probably requirements."""

from collections.abc import Iterator

from reqx.extraction.passages import units
from reqx.extraction.rules.clauses import condition, subject
from reqx.extraction.rules.features import Features, features
from reqx.extraction.rules.fields import Role
from reqx.extraction.rules.flags import flags
from reqx.extraction.rules.kinds import kind
from reqx.extraction.rules.marks import Meaning
from reqx.extraction.rules.modality import modality
from reqx.extraction.rules.profile import profile
from reqx.extraction.rules.reading import Reading, readings
from reqx.extraction.rules.score import Weights, weights
from reqx.model.blocks import ParsedDocument, Revision
from reqx.model.requirements import Candidate

_LEAD = 5
_MARKED, _NAMED = 0.95, 0.6
"""Least confidence of a statement the document itself marks as, or calls, a requirement."""


class RulesExtractor:
    """The offline extractor: word lists, the document's habits and one linear score."""

    name = "rules"

    def extract(self, document: ParsedDocument) -> Iterator[Candidate]:
        """Propose the candidates of a document in its order."""
        for reading, row in scored(document):
            confidence = _confidence(reading, row, weights())
            if weights().keeps(confidence, row):
                yield _candidate(reading, confidence)


def scored(document: ParsedDocument) -> list[tuple[Reading, Features]]:
    """Return every reading that can be a requirement with its features, in order."""
    found = readings(profile(document), units(document))
    return [
        (reading, row)
        for reading, row in zip(found, features(found), strict=True)
        if not _is_ruled_out(reading)
    ]


def _is_ruled_out(reading: Reading) -> bool:
    """Say whether the document itself says that this is no requirement."""
    is_aside = reading.role is not None and reading.role.is_aside
    is_deleted = reading.block.revision is Revision.DELETED
    return is_aside or is_deleted or reading.mark is Meaning.INFORMATION or _is_bare_lead(reading)


def _is_bare_lead(reading: Reading) -> bool:
    """Say whether the words only open a list ("The pump shall:"): its items say the rest."""
    is_lead = reading.text.endswith(":") and not reading.is_numbered
    return is_lead and len(reading.text.split()) < _LEAD


def _confidence(reading: Reading, row: Features, model: Weights) -> float:
    in_field = reading.role is not None and reading.role.is_statement
    is_marked = reading.mark is not None and bool(row["numbered"] or row["obliges"] or in_field)
    is_named = reading.is_identified or reading.role is Role.REQUIREMENT
    least = _MARKED if is_marked else _NAMED if is_named else 0.0
    return round(max(model.probability(row), least), 3)


def _candidate(reading: Reading, confidence: float) -> Candidate:
    hint, hint_confidence = kind(reading)
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
        flags=flags(reading),
    )
