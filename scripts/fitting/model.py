"""The most probable coefficients: logistic regression around the hand-set ones of `prior.json`."""

import json
import math
import multiprocessing
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import reqx.extraction.rules as rules_package
from reqx.extraction.rules.score import Weights

from .samples import Sample, balanced, samples, source

DATA = Path(rules_package.__file__).parent / "data"
_PRIOR = json.loads((DATA / "prior.json").read_text(encoding="utf-8"))
_STRENGTH = 0.6
"""How firmly the prior holds: the inverse variance of a coefficient.

Where the labelled sets mislead (they label a list with its introduction as one statement, and say
nothing of what obliges without a number), `prior.json` states a higher one.
"""
_CROSSED = {"numbers", "modal", "verbless_alone"}
"""Features that mean nothing alone: they weigh where they are crossed with others."""
_ROUNDS = 120
_THRESHOLD, _UNNUMBERED_THRESHOLD = 0.28, 0.8

Row = tuple[list[tuple[int, float]], bool, float]


def gathered(gold: Path) -> dict[Path, list[Sample]]:
    """Read the labelled sentences of every folder; the weights of languages are balanced."""
    folders = sorted(path.parent for path in gold.glob("*/meta.json"))
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        read = pool.map(samples, folders, chunksize=1)
    return balanced(dict(zip(folders, read, strict=True)))


def without_each(parts: Mapping[Path, list[Sample]]) -> dict[Path, Weights]:
    """Return, by source document, the weights fitted without any label of that document."""
    documents = sorted({source(folder) for folder in parts})
    rests = [
        [each for folder, those in parts.items() if source(folder) != document for each in those]
        for document in documents
    ]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        return dict(zip(documents, pool.map(fit, rests, chunksize=1), strict=True))


def fit(known: Sequence[Sample]) -> Weights:
    """Return the most probable model: gradient steps that grow while their sign holds (Rprop)."""
    # What no sample has stays as it is believed to be.
    seen = {name for sample in known for name in sample.features}
    names = sorted((seen | set(_PRIOR["coefficients"])) - _CROSSED)
    prior = [_PRIOR["bias"], *(_PRIOR["coefficients"].get(name, 0.0) for name in names)]
    strength = [_STRENGTH, *(_PRIOR["strength"].get(name, _STRENGTH) for name in names)]
    rows = _rows(known, names)
    beta, steps, last = list(prior), [0.1] * len(prior), [0.0] * len(prior)
    for _ in range(_ROUNDS):
        slope = _slope(rows, beta, prior, strength)
        for i, now in enumerate(slope):
            steps[i] = min(0.5, steps[i] * 1.2) if now * last[i] > 0 else max(1e-4, steps[i] * 0.5)
            beta[i] -= math.copysign(steps[i], now) if now else 0.0
        last = slope
    rounded = [round(each, 3) for each in beta]
    coefficients = dict(zip(names, rounded[1:], strict=True))
    return Weights(rounded[0], _THRESHOLD, _UNNUMBERED_THRESHOLD, coefficients)


def _rows(known: Sequence[Sample], names: Sequence[str]) -> list[Row]:
    place = {name: i + 1 for i, name in enumerate(names)}
    return [
        (
            [
                (0, 1.0),
                *((place[name], v) for name, v in sample.features.items() if v and name in place),
            ],
            sample.is_requirement,
            sample.weight,
        )
        for sample in known
    ]


def _slope(
    rows: Iterable[Row],
    beta: Sequence[float],
    prior: Sequence[float],
    strength: Sequence[float],
) -> list[float]:
    slope = [s * (b - p) for s, b, p in zip(strength, beta, prior, strict=True)]
    for row, label, weight in rows:
        total = sum(beta[i] * value for i, value in row)
        error = weight * (1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - label)
        for i, value in row:
            slope[i] += error * value
    return slope
