"""Requirements, and the candidates they come from."""

from dataclasses import dataclass
from enum import StrEnum

from reqx.model.blocks import BBox
from reqx.model.portable import Portable


class Modality(StrEnum):
    """How binding a requirement is."""

    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"
    PROHIBITED = "prohibited"


class Review(StrEnum):
    """What a person decided about a requirement."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EDITED = "edited"


class Kind(StrEnum):
    """What a requirement is about: a hint, with a confidence of its own."""

    FUNCTIONAL = "functional"
    QUALITY = "quality"
    CONSTRAINT = "constraint"
    SUBMISSION = "submission"
    CONTRACTUAL = "contractual"
    DELIVERABLE = "deliverable"


class Pattern(StrEnum):
    """The form of a statement after EARS, by the clauses that say when it holds.

    Always, at an event, in a state, when something unwanted happens, where an option is there, or
    under several of these (Mavin et al., Easy Approach to Requirements Syntax, RE 2009).
    """

    UBIQUITOUS = "ubiquitous"
    EVENT = "event"
    STATE = "state"
    UNWANTED = "unwanted"
    OPTIONAL = "optional"
    COMPLEX = "complex"


# What follows are values, and hashed as such. They are not frozen only because there are so many:
# to set the fields of a frozen one takes four times as long, in the process of a document and again
# in the worker, which gets them from it.
@dataclass(slots=True, unsafe_hash=True)
class Reference(Portable):
    """Words of a statement that refer to a requirement or section: "section 3.2", "SRS-012".

    `number` is the identifier or number among the words, `uid` the requirement of the same
    document that has it; None when no requirement has.
    """

    text: str
    number: str
    uid: str | None = None


@dataclass(slots=True)
class Candidate:
    """What an extractor proposes: a claim about the document, not trusted before grounding.

    `statement` must be the words of the document's text from `start` to `end`; `block` is the index
    of the block it lies in, `intro` the words that introduce the list it is an item of.
    `flag_words` are the statement's words that each of `flags` is about. `confidence` is the share
    of such rows a person would keep; `extractor` who proposes it, None: the one that was asked.
    """

    statement: str
    start: int
    end: int
    block: int
    modality: Modality
    confidence: float
    language: str
    source_id: str | None = None
    kind: Kind | None = None
    kind_confidence: float | None = None
    condition: str | None = None
    subject: str | None = None
    intro: str | None = None
    flags: tuple[str, ...] = ()
    flag_words: tuple[tuple[str, ...], ...] = ()
    pattern: Pattern | None = None
    verification: str | None = None
    priority: str | None = None
    references: tuple[Reference, ...] = ()
    extractor: str | None = None


@dataclass(slots=True, unsafe_hash=True)
class PageRegion(Portable):
    """A box on a page: PDF points, origin top left, page from 1."""

    page: int
    bbox: BBox


@dataclass(slots=True, unsafe_hash=True)
class Requirement(Portable):
    """A grounded statement of a document: `statement` equals its slice, and its place is known.

    `uid` is stable over re-extraction: it hashes the document's fingerprint, the normalised
    statement and the ordinal among equal statements. `page` is None where the format has no pages.
    """

    uid: str
    statement: str
    start: int
    end: int
    modality: Modality
    confidence: float
    language: str
    extractor: str
    section: tuple[str, ...] = ()
    page: int | None = None
    page_label: str | None = None
    regions: tuple[PageRegion, ...] = ()
    source_id: str | None = None
    kind: Kind | None = None
    kind_confidence: float | None = None
    condition: str | None = None
    subject: str | None = None
    intro: str | None = None
    flags: tuple[str, ...] = ()
    flag_words: tuple[tuple[str, ...], ...] = ()
    pattern: Pattern | None = None
    verification: str | None = None
    priority: str | None = None
    references: tuple[Reference, ...] = ()
    review: Review = Review.PROPOSED
    duplicate_of: str | None = None
