"""How binding a statement is: the document's mark, RFC 2119's capitals, a negation, a modal."""

from reqx.extraction.lexicon import Hits
from reqx.extraction.rules.marks import Meaning
from reqx.extraction.rules.reading import Reading
from reqx.extraction.rules.tense import has_future
from reqx.model.requirements import Modality

_NEGATION = "modals.negation"
_BY_STRENGTH = (
    (_NEGATION, Modality.PROHIBITED),
    ("modals.prohibited", Modality.PROHIBITED),
    ("modals.strong", Modality.MANDATORY),
    ("modals.weak", Modality.RECOMMENDED),
    ("modals.needed", Modality.MANDATORY),
    ("modals.obligation", Modality.MANDATORY),
    ("modals.optional", Modality.OPTIONAL),
)


def modality(reading: Reading) -> Modality:
    """Return the modality; that of the introduction, else mandatory, for words without a modal."""
    own = reading.keyword or stated(reading.hits)
    if reading.mark and reading.mark is not Meaning.INFORMATION:
        marked = Modality(reading.mark.value)
        is_ban = own is Modality.PROHIBITED and marked is Modality.MANDATORY
        return Modality.PROHIBITED if is_ban else marked
    if own is Modality.OPTIONAL and has_future(reading.words, reading.said):
        return Modality.MANDATORY
    return own or stated(reading.words.hits(reading.intro_said)) or Modality.MANDATORY


def stated(hits: Hits) -> Modality | None:
    """Return the modality that folded words state, None when they hold no modal."""
    for name, found in _BY_STRENGTH:
        if hits.has(name) and (name != _NEGATION or not _is_limit(hits)):
            return found
    return None


def _is_limit(hits: Hits) -> bool:
    """Say whether a negation is not the statement's own, or only limits: "ne ... que"."""
    strong, negation = hits.find("modals.strong"), hits.find(_NEGATION)
    if strong and negation and strong.start() < negation.start():
        return True
    if negation and _is_in_condition(hits, negation.end()):
        return True
    return hits.has("modals.restriction") and not hits.has("modals.full_negation")


def _is_in_condition(hits: Hits, end: int) -> bool:
    """Say whether what ends there is in an opening clause, and the clause behind it obliges."""
    comma = hits.said.find(", ", end)
    # A comma before the negation closes the clause: the negation is the statement's own.
    if comma < 0 or ", " in hits.said[:end] or not hits.opens("clauses.conditions"):
        return False
    obliges = hits.within("modals.strong", comma, len(hits.said)) is not None
    return obliges and hits.within(_NEGATION, comma, len(hits.said)) is None
