"""A document's chunks looked at, twice where the model and the rules disagree; then one result.

The rules err both ways, and so does a model. Where both agree there is nothing to ask; the second
look costs a short call, and what it says counts. What a model gives no usable answer about stays
as the rules have it: a document is never emptied by an endpoint.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reqx.extraction import RULES
from reqx.extraction.llm.brief import Brief
from reqx.extraction.llm.chunks import Chunk, Passage, chunks
from reqx.extraction.llm.claims import Reason
from reqx.extraction.llm.inquiry import Findings, Gap, Inquiry
from reqx.extraction.llm.outcomes import Outcome
from reqx.extraction.passages import Unit
from reqx.extraction.sentences import Span
from reqx.model.requirements import Candidate

AGREED: Final = 0.95
ALONE: Final = 0.75
"""Confidence of what the model and the rules both take for a requirement, and the model alone.

Not measured on a real endpoint yet: an order, no probabilities.
"""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in a chunk, and what was found when the `doubted` of it were asked again."""

    first: Findings
    doubted: tuple[Passage, ...] = ()
    second: Findings | None = None

    @property
    def findings(self) -> list[Findings]:
        """Those there are."""
        return [self.first] if self.second is None else [self.first, self.second]

    @property
    def halted(self) -> Outcome | None:
        """The outcome after which asking on is of no use now."""
        return self.findings[-1].halted

    def claims(self) -> list[Candidate]:
        """Return what the model claims in the end: of what was answered twice, the second word."""
        if self.second is None:
            return self.first.claims.candidates
        open_again = {_span(unit) for gap in self.second.gaps for unit in gap.units}
        settled = [each.unit for each in self.doubted if _span(each.unit) not in open_again]
        before = self.first.claims.candidates
        return [
            *(claim for claim in before if not _is_met(claim, settled)),
            *(claim for claim in self.second.claims.candidates if _is_met(claim, settled)),
        ]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What came of a document: candidates of the model, and of the rules where it gave none.

    `rejected` counts claims by reason, `widened` those of which the whole unit was taken,
    `doubted` the units that were asked about again, `dropped` those that the rules alone take for
    requirements. `calls`: those made just now, without what the ledger knew.
    """

    candidates: tuple[Candidate, ...]
    gaps: tuple[Gap, ...]
    rejected: Counter[Reason]
    widened: int
    doubted: int
    dropped: int
    calls: int


class Study:
    """Looks at the chunks of a document, from several threads if you like, and concludes."""

    def __init__(self, brief: Brief) -> None:
        self._kept = _by_block(brief.kept)
        hinted = {_span(each) for near in self._kept.values() for each in near}
        self.chunks = chunks(brief.document, brief.units(), hinted=hinted)

    def look(self, chunk: Chunk, inquiry: Inquiry) -> Looked:
        """Ask about a chunk, and again about what the answer and the rules disagree on."""
        first = inquiry.ask(chunk)
        doubted = () if first.halted else _doubted(chunk.passages, first)
        if not doubted:
            return Looked(first)
        again = tuple(replace(each, is_hinted=False) for each in doubted)
        return Looked(first, doubted, inquiry.ask(replace(chunk, passages=again, is_doubted=True)))

    def conclude(self, looked: Sequence[Looked]) -> Conclusion:
        """Return what came of all chunks; none of them may have halted."""
        findings = [each for one in looked for each in one.findings]
        gaps = tuple(gap for each in findings for gap in each.gaps)
        claims = [self._judged(claim) for one in looked for claim in one.claims()]
        candidates = [*claims, *self._fallen_back(gaps, claims)]
        found = _by_block(candidates)
        return Conclusion(
            candidates=tuple(sorted(candidates, key=_span)),
            gaps=gaps,
            rejected=sum((each.claims.rejected for each in findings), Counter[Reason]()),
            widened=sum(each.claims.widened for each in findings),
            doubted=sum(len(one.doubted) for one in looked),
            dropped=sum(
                not _is_met(each, found[block])
                for block in self._kept
                for each in self._kept[block]
            ),
            calls=sum(each.calls for each in findings),
        )

    def _judged(self, claim: Candidate) -> Candidate:
        is_agreed = _is_met(claim, self._kept[claim.block])
        return replace(claim, confidence=AGREED if is_agreed else ALONE)

    def _fallen_back(self, gaps: Iterable[Gap], claims: Iterable[Candidate]) -> Iterator[Candidate]:
        """Yield what the rules found in the gaps and the model did not claim at its first look."""
        claimed = _by_block(claims)
        for unit in (unit for gap in gaps for unit in gap.units):
            for each in self._kept[unit.block]:
                if _span(each) == _span(unit) and not _is_met(each, claimed[unit.block]):
                    yield replace(each, extractor=RULES)


def _doubted(passages: Sequence[Passage], first: Findings) -> tuple[Passage, ...]:
    """Return the passages that only one of both takes for a requirement.

    A claim over several units agrees with the rules if they took one of them for one.
    """
    open_units = {_span(unit) for gap in first.gaps for unit in gap.units}
    hinted = [passage.unit for passage in passages if passage.is_hinted]
    claims = first.claims.candidates
    alone = [claim for claim in claims if not _is_met(claim, hinted)]
    return tuple(
        passage
        for passage in passages
        if _span(passage.unit) not in open_units
        and _is_met(passage.unit, alone) | (passage.is_hinted and not _is_met(passage.unit, claims))
    )


def _by_block(candidates: Iterable[Candidate]) -> defaultdict[int, list[Candidate]]:
    found = defaultdict[int, list[Candidate]](list)
    for each in candidates:
        found[each.block].append(each)
    return found


def _is_met(one: Candidate | Unit, others: Iterable[Candidate | Unit]) -> bool:
    """Say whether any of the others has a word of this one."""
    return any(one.start < other.end and other.start < one.end for other in others)


def _span(one: Candidate | Unit) -> Span:
    return one.start, one.end
