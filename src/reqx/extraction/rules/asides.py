"""What the document itself says is no requirement, whatever its words oblige to."""

import re
from functools import lru_cache

from reqx.extraction.lexicon import everywhere, folded, symbols
from reqx.extraction.rules.clauses import words_end
from reqx.extraction.rules.keywords import invokes_there
from reqx.extraction.rules.marks import Meaning
from reqx.extraction.rules.reading import Reading
from reqx.extraction.rules.tense import has_future
from reqx.model.blocks import BlockKind, Revision

_WORD = re.compile(r"[^\W\d_]+")
_QUOTES = "\"\u201c\u201d\u00ab'\u2018"
_OBLIGED = 6
"""Words in which the one who has a duty is named, behind "it is up to"."""
_REFERENCE = re.compile(r"[A-Za-z][A-Za-z0-9]{0,14}(?:[-_./:#][A-Za-z0-9]{1,15}){1,7}(?<=\d)")
_OBLIGING = (
    *("modals.strong", "modals.needed", "modals.weak"),
    *("modals.negation", "modals.prohibited", "modals.obligation"),
)
_CALLED = re.compile(r"(?: ?\d{1,2})? ?[:.\u2013-]")
_BRACKETED = re.compile(r"\(.*\)\.?\Z", re.DOTALL)


def is_aside(reading: Reading) -> bool:
    """Say whether the document itself says that this is no requirement."""
    return _is_told(reading) or _is_said(reading)


def _is_told(reading: Reading) -> bool:
    """Say whether its place or mark tells: a comment's column, deleted, marked as information."""
    if (reading.role is not None and reading.role.is_aside) or _is_heading(reading):
        return True
    is_out = reading.block.revision is Revision.DELETED or reading.mark is Meaning.INFORMATION
    return is_out or reading.is_history


def _is_heading(reading: Reading) -> bool:
    """Say whether the words are a heading: a requirement only with a number or an obligation."""
    is_heading = reading.block.kind is BlockKind.HEADING and not reading.is_numbered
    return is_heading and not reading.hits.has("modals.strong")


def _is_said(reading: Reading) -> bool:
    """Say whether the words tell that they define, illustrate or only speak of the document."""
    if reading.has_keywords and invokes_there(reading.text):
        return True
    if _is_filler(reading) or _is_term(reading) or _is_imprint(reading) or _only_refers(reading):
        return True
    # What the document marks or names as a requirement is one.
    if reading.is_identified or (reading.is_numbered and reading.mark is not None):
        return False
    return _defines(reading) or _illustrates(reading) or _is_about_another(reading)


def _is_term(reading: Reading) -> bool:
    """Say whether the words stand in a list of terms and oblige nobody.

    "A pump that must run at night" says what a term means: the duty is in its relative clause.
    """
    if reading.is_identified or not reading.section or not _is_of_terms(reading.section[-1]):
        return False
    hits = reading.hits
    modal = hits.find("modals.strong")
    return modal is None or hits.within("clauses.subordinate", 0, modal.start()) is not None


@lru_cache(maxsize=64)
def _is_of_terms(heading: str) -> bool:
    """Say whether a section of that name is a list of terms."""
    title = _WORD.findall(folded(heading))
    terms, joiners = everywhere("sections.terms"), everywhere("sections.terms_beside")
    said = [word for word in title if len(word) > 1 and word not in joiners]
    return bool(said) and all(word in terms for word in said)


def _is_filler(reading: Reading) -> bool:
    """Say whether the words only say that a list goes on: "etc."."""
    if "flags.open_ended" not in reading.hits.found:
        return False
    return reading.said.strip(" .\u2026") in reading.words["flags.open_ended"]


def _is_imprint(reading: Reading) -> bool:
    """Say whether the words only say whose the document is."""
    return reading.said.startswith(symbols()["imprint"])


def _only_refers(reading: Reading) -> bool:
    """Say whether the words are the numbers of requirements elsewhere and nothing else."""
    if not reading.text[-1].isdigit():
        return False
    words = reading.text.replace(",", " ").replace(";", " ").split()
    return len(words) > 1 and all(_REFERENCE.fullmatch(word) for word in words)


def _defines(reading: Reading) -> bool:
    """Say whether the statement defines a term, whatever obligation the definition holds."""
    is_quoted = reading.text[0] in _QUOTES and reading.hits.has("not.definition")
    return is_quoted or reading.hits.opens("not.defining")


def _illustrates(reading: Reading) -> bool:
    """Say whether the words give an example, or a note or aside in brackets on what is required."""
    if reading.is_numbered:
        return False
    if reading.hits.opens("not.example", _first_letter(reading.said)):
        return True
    if reading.text.startswith("(") and _BRACKETED.match(reading.text):
        return not reading.hits.has("modals.strong")
    if not _is_note(reading):
        return False
    is_duty = any(map(reading.hits.has, _OBLIGING)) or has_future(reading.words, reading.said)
    return not is_duty


def _first_letter(said: str) -> int:
    """Return where the words begin that stand in a bracket."""
    return len(said) - len(said.lstrip("( "))


def _is_note(reading: Reading) -> bool:
    """Say whether the words call themselves a note: "Note: ..."."""
    note = reading.hits.find("not.note")
    if note is None or note.start() > 0:
        return False
    return _CALLED.match(reading.said, note.end()) is not None


def _is_about_another(reading: Reading) -> bool:
    """Say whether the subject is the document, or the buyer whom a duty is given."""
    return _is_about_document(reading) or _is_buyers(reading)


def _is_about_document(reading: Reading) -> bool:
    """Say whether a part of the document does something, or the document tells what it is for."""
    hits = reading.hits
    if hits.opens("subjects.part"):
        return True
    if not hits.opens("subjects.document"):
        return False
    told = hits.find("not.meta")
    if told is None:
        return False
    modal = hits.find("modals.strong")
    return modal is None or told.start() < modal.start()


def _is_buyers(reading: Reading) -> bool:
    """Say whether the words give the buyer a duty: "it is up to the client to ..."."""
    hits = reading.hits
    behind = hits.find("subjects.behind")
    if behind is None:
        return False
    begin = behind.end()
    end = words_end(reading.said, begin + 1, _OBLIGED)
    is_buyer = hits.within("subjects.buyer", begin, end) is not None
    return is_buyer and hits.within("subjects.supplier", begin, end) is None
