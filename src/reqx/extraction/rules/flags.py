"""What a reviewer should look at in a statement, after the INCOSE Guide to Writing Requirements.

Flags inform; they never hide or reword a statement. Which rule each stands for is in
`data/flags.toml`, the words that are looked for are in the languages' files. One flag stands for no
rule and is raised by no word: that the paragraph was changed and nobody has accepted it yet.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reqx.extraction.lexicon import Hits, Lexicon, folded, symbols
from reqx.extraction.rules.tense import has_future

_CATALOGUE = files("reqx.extraction.rules") / "data" / "flags.toml"
TRACKED = "tracked-change"
_OPENING, _REACH = 3, 6
"""Words that open a statement, and words behind a limit in which its value stands."""
_SHORTEST = 3
"""Letters of an article or a joiner: no verb is as short."""
_NUMBER = re.compile(r"\s{0,2}(?P<number>\d(?:[\d.,\u00a0\u202f]{0,14}\d)?)(?![\w/:-]|[.,]\d)")
_DIGIT = re.compile(r"\d")
_FOLLOWER = re.compile(r"\s{0,2}(\w+)")
_OBLIQUE = re.compile(r"(?<![\w/:.\\-])([^\W\d_]{2,30})\s?/\s?([^\W\d_]{2,30})(?![\w/\\])")
_WORD = re.compile(r"\w+")
_CLAUSE_END = re.compile(r"[,.;:](?=\s|\Z)")
_STRONG = "modals.strong"
_MODALS = (
    _STRONG,
    *("modals.needed", "modals.weak", "modals.optional"),
    *("modals.negation", "modals.prohibited", "modals.obligation"),
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a flag stands for: a rule of the guide by its number and title, and why it matters.

    `rule` is None for what is not about how a requirement is written.
    """

    title: str
    why: str
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag of a statement, and the statement's words that it is about: verbatim, in order.

    No words when something is missing.
    """

    name: str
    words: tuple[str, ...] = ()


@cache
def catalogue() -> Mapping[str, Rule]:
    """Return what every flag stands for, by name."""
    content = tomllib.loads(_CATALOGUE.read_text(encoding="utf-8"))
    return {name: Rule(**entry) for name, entry in content.items()}


def flags(
    text: str, words: Lexicon, intro: str | None = None, *, is_revised: bool = False
) -> tuple[Flag, ...]:
    """Return the flags of a statement in a language, in the catalogue's order of rules.

    An item whose `intro` has a modal lacks none. `is_revised`: its paragraph has tracked changes.
    """
    hits = words.hits(folded(text))
    return flags_of(text, hits, folded(intro) if intro else "", is_revised=is_revised)


def flags_of(text: str, hits: Hits, intro: str, *, is_revised: bool) -> tuple[Flag, ...]:
    """Return the same, where the words are looked up already; `intro` is folded, "" for none."""
    said = _Said(text, hits.said, hits.words, hits, intro, is_revised)
    found = {name: spans for name, finder in _FINDERS.items() if (spans := finder(said))}
    for name, (lists, finder) in _FINDERS_BY_LIST.items():
        if not lists.isdisjoint(hits.found) and (spans := finder(said)):
            found[name] = spans
    for name, path in _LISTS.items():
        if path in hits.found and (spans := hits.spans(path)):
            found[name] = spans
    names = filter(found.__contains__, catalogue()) if found else ()
    return tuple([Flag(name, said.words_of(found[name])) for name in names])


# Not frozen only because there are so many: see `rules.reading`.
@dataclass(slots=True)
class _Said:
    """A statement, folded as well."""

    text: str
    said: str
    words: Lexicon
    hits: Hits
    intro: str
    is_revised: bool

    def words_of(self, spans: Iterable[Span]) -> tuple[str, ...]:
        """Return the words in the ranges, each once; none of an empty range."""
        return tuple(dict.fromkeys(self.text[start:end] for start, end in spans if start < end))


_Finder = Callable[[_Said], Sequence[Span]]
_HERE: Sequence[Span] = ((0, 0),)
"""Nothing, at the start: what is found has no words."""


def _no_modal(said: _Said) -> Sequence[Span]:
    """Find nothing at the start of a statement that nothing obliges to: there are no words."""
    # A modal may begin in the introduction and end in the statement; most are in the statement.
    if any(map(said.hits.has, _MODALS)):
        return ()
    # Items share their introduction: it is looked up once for all of them.
    if said.intro and any(map(said.words.hits(said.intro).has, _MODALS)):
        return ()
    whole = said.words.hits(f"{said.intro} {said.said}") if said.intro else said.hits
    is_bound = said.intro and any(map(whole.has, _MODALS))
    return () if is_bound or has_future(said.words, whole.said) else _HERE


def _multiple(said: _Said) -> Sequence[Span]:
    """Find further modals, what stands behind a second verb's "and", and parts of a list."""
    modals = said.hits.spans(_STRONG)
    if not modals:
        return ()
    joined: list[Span] = []
    if "flags.joiners" in said.hits.found:
        verb = min(modals + said.hits.spans("modals.negation"))[0]
        joined = [*_joined_verbs(said, modals[0][1]), *_joined_clauses(said, verb)]
    parts = re.finditer(";(?= )", said.text) if "; " in said.text else ()
    further = modals if len(modals) > 1 else []
    return [*further, *joined, *(part.span() for part in parts)]


def _joined_verbs(said: _Said, start: int) -> Iterator[Span]:
    """Find "and" with a verb behind it, in what a modal obliges to."""
    for joiner in said.hits.spans("flags.joiners"):
        follower = _WORD.search(said.said, joiner[1])
        if joiner[0] > start and follower and _is_verb(said, follower.span(), start):
            yield joiner[0], follower.end()


def _is_verb(said: _Said, span: Span, start: int) -> bool:
    """Say whether a word is a verb: by its list, or by an ending that the first verb has too."""
    word = said.said[slice(*span)]
    if word in said.words["verbs.imperative"]:
        after = _WORD.search(said.said, span[1])
        return after is None or after[0] in said.words["text.stop_words"]
    endings = said.words["verbs.infinitive_endings"].endings
    first = _WORD.search(said.said, start)
    return bool(endings and first) and all(
        len(verb) > _SHORTEST and verb.endswith(endings)
        for verb in (word, first[0] if first else "")
    )


def _joined_clauses(said: _Said, start: int) -> Iterator[Span]:
    """Find "and" between clauses of which each ends in its verb, in a language that puts it there.

    Such a language tells its verbs from its nouns by their small letter.
    """
    if not said.words["verbs.final_endings"].words:
        return
    for begin, end in said.hits.spans("flags.joiners"):
        before = [word[0] for word in _WORD.finditer(said.text, start, max(start, begin))][-2:]
        behind = _WORD.findall(_CLAUSE_END.split(said.text[end:], maxsplit=1)[0])
        is_adjective = len(before) > 1 and before[0] in said.words["verbs.final_articles"]
        is_closed = bool(before) and _is_final(said, before[-1]) and not is_adjective
        if is_closed and behind and _is_final(said, behind[-1]) and not _is_attribute(said, behind):
            yield begin, end


def _is_attribute(said: _Said, words: list[str]) -> bool:
    """Say whether the words begin with an adjective that only looks like a verb."""
    return len(words) > 1 and _is_final(said, words[0]) and words[1][0].isupper()


def _is_final(said: _Said, word: str) -> bool:
    """Say whether a word can be the verb that ends a clause: an infinitive or a participle."""
    no_verbs = (said.words[name] for name in ("verbs.final_exceptions", "flags.numbers"))
    if not word.islower() or any(word in names for names in no_verbs):
        return False
    is_infinitive = word.endswith(said.words["verbs.final_endings"].endings)
    is_participle = said.words["verbs.final_participles"].opens(word)
    return len(word) > _SHORTEST and (is_infinitive or is_participle)


def _passive_no_actor(said: _Said) -> Sequence[Span]:
    return () if said.hits.has("flags.by_actor") else said.hits.spans("flags.passive")


def _pronoun(said: _Said) -> Sequence[Span]:
    """Find a pronoun that opens the statement and stands for something before it."""
    if said.hits.opens("flags.impersonal"):
        return ()
    opening = " ".join(said.said.split()[:_OPENING])
    return said.hits.spans("flags.pronoun")[: said.words["flags.pronoun"].opens(opening)]


def _unbounded(said: _Said) -> Sequence[Span]:
    """Find extremes without a measure, and limits behind which no number follows."""
    return [*said.hits.spans("flags.unbounded"), *_unmeasured(said)]


def _unmeasured(said: _Said) -> Iterator[Span]:
    for span in said.hits.spans("flags.limits"):
        behind = " ".join(said.said[span[1] :].split()[:_REACH])
        is_measured = any(char.isdigit() for char in behind)
        if not is_measured and not said.words["flags.numbers"].search(behind):
            yield span


def _missing_unit(said: _Said) -> Sequence[Span]:
    """Find limits of which the number has neither a unit nor a noun behind it."""
    # Most statements have no number at all, which is faster seen.
    return () if _DIGIT.search(said.text) is None else list(_bare_numbers(said))


def _bare_numbers(said: _Said) -> Iterator[Span]:
    limits = [match.span() for match in _signs().finditer(said.text)]
    for _, end in (*limits, *said.hits.spans("flags.limits")):
        number = _NUMBER.match(said.text, end)
        if number and not _counts_something(said, number.end()):
            yield number.span("number")


def _counts_something(said: _Said, at: int) -> bool:
    """Say whether a unit or a noun follows a number."""
    if _unit().match(said.text, at):
        return True
    follower = _FOLLOWER.match(said.said, at)
    return follower is not None and follower[1] not in said.words["text.stop_words"]


def _oblique(said: _Said) -> Sequence[Span]:
    """Find strokes between words, not those of units, abbreviations and "and/or"."""
    # A search for words before a stroke tries each letter.
    return list(_strokes(said)) if "/" in said.text else ()


def _strokes(said: _Said) -> Iterator[Span]:
    for match in _OBLIQUE.finditer(said.text):
        is_unit = any(part in symbols()["units"] for part in match.groups())
        is_short = match[1].isupper() and match[2].isupper()
        is_both = said.said[slice(*match.span())] in said.words["flags.and_or"]
        if not is_unit and not is_short and not is_both:
            yield match.span()


def _tracked_change(said: _Said) -> Sequence[Span]:
    """Find nothing at the start: which of the paragraph's words were inserted is not kept."""
    return _HERE if said.is_revised else ()


@cache
def _signs() -> re.Pattern[str]:
    signs = sorted(symbols()["comparisons"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, signs)))


@cache
def _unit() -> re.Pattern[str]:
    names = "|".join(re.escape(unit) for unit in sorted(symbols()["units"], key=len, reverse=True))
    return re.compile(rf"\s?(?:{names})(?!\w)")


_FINDERS: Mapping[str, _Finder] = {
    "no-modal": _no_modal,
    "missing-unit": _missing_unit,
    "oblique": _oblique,
    TRACKED: _tracked_change,
}
_FINDERS_BY_LIST: Mapping[str, tuple[frozenset[str], _Finder]] = {
    "passive-no-actor": (frozenset(("flags.passive",)), _passive_no_actor),
    "multiple": (frozenset((_STRONG,)), _multiple),
    "pronoun": (frozenset(("flags.pronoun",)), _pronoun),
    "unbounded": (frozenset(("flags.unbounded", "flags.limits")), _unbounded),
}
"""What is found only where one of these lists may have a phrase: most statements have none."""
_LISTS = {
    "vague-term": "flags.vague",
    "escape-clause": "flags.escape",
    "open-ended": "flags.open_ended",
    "superfluous-infinitive": "flags.superfluous",
    "and-or": "flags.and_or",
    "double-negation": "flags.double_negation",
    "absolute": "flags.absolute",
    "tbd": "flags.tbd",
    "undefined-reference": "flags.references",
}
"""Flags of any phrase of a list."""
