"""A statement is a slice of its document with a known place, or it does not exist."""

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reqx.model.blocks import Block, Page, ParsedDocument
from reqx.model.requirements import Candidate, PageRegion, Reference, Requirement

_UID_DIGITS = 16
_LETTERS = re.compile(r"[^\W_]+")


def ground(
    document: ParsedDocument, candidates: Iterable[Candidate], fingerprint: str, extractor: str
) -> tuple[list[Requirement], int]:
    """Return the requirements in the document's order, and how many candidates were rejected.

    Rejected: a statement that is empty or is not exactly `document.slice(start, end)`, a range out
    of the text or of its block, a page that cannot be told. Of several candidates for one range
    the most confident one counts; the others are merged into it, not rejected.
    """
    offered = list(candidates)
    located = [candidate for candidate in offered if _is_located(document, candidate)]
    best: dict[tuple[int, int], Candidate] = {}
    for candidate in located:
        place = candidate.start, candidate.end
        if place not in best or candidate.confidence > best[place].confidence:
            best[place] = candidate
    starts = [page.start for page in document.pages]
    writer = _Writer(document, starts, fingerprint, extractor, Counter())
    grounded = [writer.requirement(best[place]) for place in sorted(best)]
    return _resolved(grounded), len(offered) - len(located)


def normalised(statement: str) -> str:
    """Return a statement's letters and digits in lower case, single-spaced: for comparison only."""
    if statement.isascii():
        return " ".join(_LETTERS.findall(statement.lower()))
    return " ".join(_LETTERS.findall(unicodedata.normalize("NFKC", statement).casefold()))


def _resolved(grounded: list[Requirement]) -> list[Requirement]:
    """Return the requirements, each reference with the first other one that has its number."""
    numbered: dict[str, str] = {}
    for each in grounded:
        if each.source_id is not None:
            numbered.setdefault(each.source_id, each.uid)
    return [
        replace(each, references=tuple(_found(each, one, numbered) for one in each.references))
        if each.references
        else each
        for each in grounded
    ]


def _found(each: Requirement, reference: Reference, numbered: Mapping[str, str]) -> Reference:
    uid = numbered.get(reference.number)
    return replace(reference, uid=None if uid == each.uid else uid)


def _is_located(document: ParsedDocument, candidate: Candidate) -> bool:
    if not 0 <= candidate.start < candidate.end <= len(document.text):
        return False
    if not 0 <= candidate.block < len(document.blocks):
        return False
    block = document.blocks[candidate.block]
    is_inside = block.start <= candidate.start and candidate.end <= block.end
    words = document.slice(candidate.start, candidate.end)
    return is_inside and bool(words) and words == candidate.statement


@dataclass(slots=True)
class _Writer:
    """Writes the requirements of one document; counts equal statements for their uids.

    `starts`: where its pages begin.
    """

    document: ParsedDocument
    starts: Sequence[int]
    fingerprint: str
    extractor: str
    seen: Counter[str]

    def requirement(self, candidate: Candidate) -> Requirement:
        block = self.document.blocks[candidate.block]
        page = self._page_at(candidate)
        return Requirement(
            uid=self._uid(candidate.statement),
            statement=candidate.statement,
            start=candidate.start,
            end=candidate.end,
            modality=candidate.modality,
            confidence=candidate.confidence,
            language=candidate.language,
            extractor=candidate.extractor or self.extractor,
            section=block.section,
            page=page.number,
            page_label=page.label,
            regions=_regions(block, candidate),
            source_id=candidate.source_id,
            kind=candidate.kind,
            kind_confidence=candidate.kind_confidence,
            condition=candidate.condition,
            subject=candidate.subject,
            intro=candidate.intro,
            flags=candidate.flags,
            flag_words=candidate.flag_words,
            pattern=candidate.pattern,
            verification=candidate.verification,
            priority=candidate.priority,
            references=candidate.references,
        )

    def _page_at(self, candidate: Candidate) -> Page:
        """Return the page that holds the candidate's first character."""
        first = candidate.start
        while self.document.text[first].isspace():
            first += 1
        return self.document.pages[bisect_right(self.starts, first) - 1]

    def _uid(self, statement: str) -> str:
        # A statement of signs alone ("≥ ≤") must not be equal to every other such statement.
        words = normalised(statement) or statement
        ordinal = self.seen[words]
        self.seen[words] += 1
        key = "\0".join((self.fingerprint, words, str(ordinal)))
        return hashlib.sha256(key.encode()).hexdigest()[:_UID_DIGITS]


def _regions(block: Block, candidate: Candidate) -> tuple[PageRegion, ...]:
    return tuple(
        PageRegion(region.page, region.bbox)
        for region in block.regions
        if region.start < candidate.end and candidate.start < region.end
    )
