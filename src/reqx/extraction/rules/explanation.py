"""Why the rules take a statement for a requirement: what each feature adds to its score."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from reqx.extraction.rules.judgement import Judgement, judged
from reqx.extraction.rules.score import Weights, weights
from reqx.model.blocks import ParsedDocument

_WORDS = files("reqx.extraction.rules") / "data" / "features.toml"
_NEIGHBOUR = re.compile(r"(?P<name>\w+)(?P<sign>[+-])(?P<count>\d)")


@dataclass(frozen=True, slots=True)
class Contribution:
    """A feature in plain words: its value, its weight, and their product, the amount."""

    feature: str
    words: str
    value: float
    weight: float
    amount: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a statement was weighed: bias and amounts make the sum, a logistic the probability.

    `contributions` come the heaviest first. `confidence` is more than the `probability` where the
    document says by a number, a mark, a column or a list that it is a requirement, or the words
    oblige outright. `is_kept`: whether this makes a row.
    """

    bias: float
    contributions: tuple[Contribution, ...]
    probability: float
    confidence: float
    is_kept: bool

    @property
    def total(self) -> float:
        """The sum that goes through the logistic."""
        return self.bias + sum(each.amount for each in self.contributions)


def explain(
    document: ParsedDocument, start: int, end: int, model: Weights | None = None
) -> Explanation | None:
    """Weigh the statement at this range of the document's text, or the one that it is a part of.

    None when the rules cut no such statement from the document.
    """
    used = model or weights()
    whole: Judgement | None = None
    for judgement in judged(document, used):
        reading = judgement.reading
        if (reading.start, reading.end) == (start, end):
            return _explained(judgement, used)
        if reading.start <= start and end <= reading.end:
            whole = whole or judgement
    return _explained(whole, used) if whole else None


def _explained(judgement: Judgement, model: Weights) -> Explanation:
    amounts = model.contributions(judgement.features)
    contributions = [
        Contribution(
            name, in_words(name), judgement.features[name], model.coefficients[name], amount
        )
        for name, amount in amounts.items()
        if amount
    ]
    return Explanation(
        model.bias,
        tuple(sorted(contributions, key=lambda each: (-abs(each.amount), each.feature))),
        model.probability(judgement.features),
        judgement.confidence,
        judgement.is_kept,
    )


def in_words(feature: str) -> str:
    """Return what a feature means; its own name for one that nobody has put in words."""
    words, patterns = _content()["words"], _content()["patterns"]
    if neighbour := _NEIGHBOUR.fullmatch(feature):
        side = patterns["after" if neighbour["sign"] == "+" else "before"]
        said = in_words(neighbour["name"])
        return str(side.format(count=neighbour["count"], words=said))
    over, _, shared = feature.partition("_")
    if over in ("mean", "section"):
        return str(patterns[over].format(words=in_words(shared)))
    return str(words.get(feature, feature))


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))
