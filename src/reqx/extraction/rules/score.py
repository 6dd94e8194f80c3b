"""How likely a reading is a requirement: one linear sum through a logistic."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat
from operator import mul

_STATED = ("numbered", "strong", "weak", "prohibited", "obligation")
_WEIGHTS = files("reqx.extraction.rules") / "data" / "weights.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """The coefficients by feature, the bias, and the probability from which a row is kept.

    `unnumbered_threshold` is for statements without a number, and without a modal of duty, ban or
    advice, in a document that numbers its requirements.
    """

    bias: float
    threshold: float
    unnumbered_threshold: float
    coefficients: Mapping[str, float]

    def keeps(self, confidence: float, features: Mapping[str, float]) -> bool:
        """Say whether a reading of that confidence becomes a candidate."""
        numbers = features["numbers"]
        if not numbers or any(map(features.get, _STATED)):
            return confidence >= self.threshold
        least = self.threshold + numbers * (self.unnumbered_threshold - self.threshold)
        return confidence >= least

    def probability(self, features: Mapping[str, float], others: float = 0.0) -> float:
        """Return the share of such readings a person would keep, 0 to 1.

        `others` is what further features add up to.
        """
        weights = map(self.coefficients.get, features, repeat(0.0))
        total = self.bias + others + sum(map(mul, features.values(), weights))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def contributions(self, features: Mapping[str, float]) -> dict[str, float]:
        """Return what each feature adds to the sum, without those that add nothing."""
        return {
            name: value * self.coefficients[name]
            for name, value in features.items()
            if value and name in self.coefficients
        }


@cache
def weights() -> Weights:
    """Return the coefficients that are shipped."""
    content = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return Weights(**content)
