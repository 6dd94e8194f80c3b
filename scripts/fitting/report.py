"""What is printed of documents left out: found and wrong by group, and the calibration."""

from collections.abc import Iterator, Sequence

from .samples import Verdict

BINS = 10


def quality(judged: Sequence[Verdict]) -> str:
    """Return recall, precision and F1 of the labelled sentences that were found at all."""
    kept = [each.is_requirement for each in judged if each.is_kept]
    hits, wanted = sum(kept), sum(each.is_requirement for each in judged)
    recall = hits / wanted if wanted else 0.0
    precision = hits / len(kept) if kept else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return f"recall {recall:.3f}  precision {precision:.3f}  F1 {f1:.3f}"


def calibration_error(judged: Sequence[Verdict]) -> float:
    """Return the mean gap between stated confidence and observed share, over ten bins."""
    return sum(abs(stated - seen) * count for stated, seen, count in _bins(judged)) / len(judged)


def reliability(judged: Sequence[Verdict]) -> Iterator[str]:
    """Yield a line for each of ten bins: stated, observed, count."""
    for stated, seen, count in _bins(judged):
        yield f"stated {stated:.2f}  observed {seen:.2f}  count {count}"


def _bins(judged: Sequence[Verdict]) -> Iterator[tuple[float, float, int]]:
    for number in range(BINS):
        inside = [x for x in judged if min(int(x.confidence * BINS), BINS - 1) == number]
        if inside:
            stated = sum(x.confidence for x in inside) / len(inside)
            seen = sum(x.is_requirement for x in inside) / len(inside)
            yield stated, seen, len(inside)
