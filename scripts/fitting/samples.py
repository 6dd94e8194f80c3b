"""The labelled sentences of a gold folder, as the features the extractor sees."""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reqx.extraction.grounding import normalised
from reqx.extraction.rules.judgement import judged, scored
from reqx.extraction.rules.row import Features
from reqx.extraction.rules.score import Weights
from reqx.model.blocks import ParsedDocument
from reqx.parsing import DOCX, PDF, parse

_TYPES = {".pdf": PDF, ".docx": DOCX}
_DOUBT = 0.15
"""Weight of a sentence without a number in a document that numbers its requirements."""
_ALIKE = 0.6


@dataclass(frozen=True)
class Sample:
    """A reading's features with its label and weight."""

    features: Features
    is_requirement: bool
    weight: float


@dataclass(frozen=True)
class Verdict:
    """What became of a labelled sentence."""

    confidence: float
    is_kept: bool
    is_requirement: bool


def read(path: Path) -> ParsedDocument:
    """Read a source document."""
    return parse(path, _TYPES[path.suffix.lower()], lambda _done, _total: None)


def meta(folder: Path) -> dict[str, str]:
    """Return what the gold says of a document."""
    return dict(json.loads((folder / "meta.json").read_text(encoding="utf-8")))


def source(folder: Path) -> Path:
    """Return the document a gold folder labels; two folders may label the same one."""
    return (folder / meta(folder)["source"]).resolve()


def samples(folder: Path) -> list[Sample]:
    """Return the readings of a document that the gold labels."""
    found = [
        (normalised(reading.text).split(), row) for reading, row in scored(read(source(folder)))
    ]
    labelled = _labelled(folder, [words for words, _ in found])
    weight = 1 / math.sqrt(max(len(labelled), 1))
    known = [Sample(found[index][1], label, weight) for index, label in labelled]
    if meta(folder)["group"] == "ids":
        known += _unlabelled(
            [row for _, row in found], {index for index, _ in labelled}, weight * _DOUBT
        )
    return known


def verdicts(folder: Path, model: Weights) -> list[Verdict]:
    """Judge a document and return what became of the sentences the gold labels."""
    made = list(judged(read(source(folder)), model))
    words = [normalised(each.reading.text).split() for each in made]
    return [
        Verdict(made[index].confidence, made[index].is_kept, label)
        for index, label in _labelled(folder, words)
    ]


def balanced(parts: Mapping[Path, list[Sample]]) -> dict[Path, list[Sample]]:
    """Return the samples with those of a language that has few of them weighing more."""
    sums: defaultdict[str, float] = defaultdict(float)
    for folder, those in parts.items():
        sums[meta(folder)["language"]] += sum(sample.weight for sample in those)
    most = max(sums.values())
    return {
        folder: [replace(each, weight=each.weight * factor) for each in those]
        for folder, those in parts.items()
        for factor in [math.sqrt(most / sums[meta(folder)["language"]])]
    }


def _labelled(folder: Path, found: Sequence[list[str]]) -> list[tuple[int, bool]]:
    """Return (index of a reading, label) for each gold statement that a reading resembles."""
    labelled: list[tuple[int, bool]] = []
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        index = _nearest(normalised(gold["statement"]).split(), found)
        if index is not None and gold.get("located", True):
            labelled.append((index, gold["is_requirement"]))
    return labelled


def _unlabelled(rows: Sequence[Features], known: set[int], weight: float) -> list[Sample]:
    """Return what a document that numbers its requirements leaves without a number."""
    return [
        Sample(row, is_requirement=False, weight=weight)
        for index, row in enumerate(rows)
        if index not in known and not row["numbered"] and not _is_part(row)
    ]


def _is_part(row: Features) -> bool:
    """Say whether a sentence obliges in so many words, or continues a numbered statement."""
    if row["strong"] and not row["about_document"] and not row["meta"]:
        return True
    return bool(row["obliges"] if row["inherits"] else row["item_imposed"])


def _nearest(wanted: list[str], found: Sequence[list[str]]) -> int | None:
    counts, best, nearest = Counter(wanted), _ALIKE, None
    for index, words in enumerate(found):
        if len(words) * 3 < len(wanted) or len(wanted) * 3 < len(words):
            continue
        shared = sum((counts & Counter(words)).values())
        alike = 2 * shared / (len(words) + len(wanted))
        if alike > best:
            best, nearest = alike, index
    return nearest
