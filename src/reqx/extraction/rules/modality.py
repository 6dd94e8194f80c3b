"""How binding a statement is: the document's mark, RFC 2119's capitals, a negation, a modal."""

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
    own = reading.keyword or stated(reading, reading.said)
    if reading.mark and reading.mark is not Meaning.INFORMATION:
        marked = Modality(reading.mark.value)
        is_ban = own is Modality.PROHIBITED and marked is Modality.MANDATORY
        return Modality.PROHIBITED if is_ban else marked
    if own is Modality.OPTIONAL and has_future(reading.words, reading.said):
        return Modality.MANDATORY
    return own or stated(reading, reading.intro_said) or Modality.MANDATORY


def stated(reading: Reading, said: str) -> Modality | None:
    """Return the modality that folded words state, None when they hold no modal."""
    is_ban = not _is_limit(reading, said)
    for name, found in _BY_STRENGTH:
        if reading.words[name].search(said) and (name != _NEGATION or is_ban):
            return found
    return None


def _is_limit(reading: Reading, said: str) -> bool:
    """Say whether a negation is not the statement's own, or only limits: "ne ... que"."""
    words = reading.words
    strong, negation = words["modals.strong"].search(said), words[_NEGATION].search(said)
    if strong and negation and strong.start() < negation.start():
        return True
    if negation and _is_in_condition(reading, said, negation.end()):
        return True
    return bool(words["modals.restriction"].search(said)) and not words[
        "modals.full_negation"
    ].search(said)


def _is_in_condition(reading: Reading, said: str, end: int) -> bool:
    """Say whether what ends there is in an opening clause, and the clause behind it obliges."""
    comma = said.find(", ", end)
    opens = reading.words["clauses.conditions"].opens(said)
    # A comma before the negation closes the clause: the negation is the statement's own.
    if not opens or comma < 0 or ", " in said[:end]:
        return False
    main = said[comma:]
    obliges = reading.words["modals.strong"].search(main) is not None
    return obliges and reading.words[_NEGATION].search(main) is None
