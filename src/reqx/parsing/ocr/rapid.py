"""The library rapidocr (extra `ocr`): models from its own package, one thread, no network."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import Any, Self

from reqx.model.blocks import BBox
from reqx.parsing.ocr.engine import GaveUp, Picture, SeenWord

_LIBRARY = "rapidocr"
_MODELS = {"Det": "*_det_*.onnx", "Rec": "*_rec_*.onnx"}
"""Finds lines, reads them. A third, which turns lines about, would hide a page upside down."""
_SETTINGS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "Global.return_word_box": True,
    "Global.return_single_char_box": True,
    # Threads would only take cores from the other documents, and change the last digits.
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
_RIM = 0.1
"""Share of a line's height, above and below, into which its neighbours may reach."""
_INVERTED = bytes(range(255, -1, -1))


class Rapid:
    """The library where it is installed; its models are loaded for the first picture."""

    sure = 0.85

    @classmethod
    def installed(cls) -> Self | None:
        """Return the engine, None where the library or what runs its models is missing."""
        has_all = find_spec(_LIBRARY) is not None and find_spec("onnxruntime") is not None
        return cls() if has_all else None

    @cached_property
    def name(self) -> str:
        """The library's version; its models come with it."""
        from importlib.metadata import version  # noqa: PLC0415 - slow, and for scans only

        return f"{_LIBRARY} {version(_LIBRARY)}"

    def see(self, picture: Picture) -> list[SeenWord]:
        """Return the words of the picture, line by line; raises GaveUp."""
        header = f"P5 {picture.width} {picture.height} 255\n".encode()
        read, failures = self._loaded
        try:
            seen = read(header + picture.grey)
        except failures as error:
            raise GaveUp(f"{_LIBRARY} failed: {error}") from error
        if not len(seen):
            return []
        return list(_words(picture, seen))

    @cached_property
    def _loaded(self) -> tuple[Callable[[bytes], Any], tuple[type[Exception], ...]]:
        """What reads the bytes of an image file, and what it may raise."""
        import cv2  # noqa: PLC0415 - a second and a hundred megabytes, for scans only
        from rapidocr import RapidOCR  # noqa: PLC0415 - see above
        from rapidocr.inference_engine.onnxruntime.main import (  # noqa: PLC0415 - see above
            ONNXRuntimeError,
        )

        cv2.setNumThreads(1)
        failures = (cv2.error, ONNXRuntimeError, ArithmeticError, LookupError, OSError, ValueError)
        return RapidOCR(params=_SETTINGS | dict(_models())), failures


def _models() -> Iterator[tuple[str, str]]:
    """Yield where the models are: named, none is ever looked for on the network."""
    found = find_spec(_LIBRARY)
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent / "models"
    for stage, pattern in _MODELS.items():
        paths = sorted(folder.glob(pattern))
        if not paths:
            raise GaveUp(f"{_LIBRARY} came without its models")
        yield f"{stage}.model_path", str(paths[0])


def _words(picture: Picture, seen: Any) -> Iterator[SeenWord]:  # noqa: ANN401 - see `_loaded`
    """Yield the words of the lines that were seen, each in its own box."""
    letters = seen.word_results if len(seen.word_results) == len(seen.txts) else [()] * len(seen)
    lines = zip(seen.boxes, seen.txts, seen.scores, letters, strict=True)
    for number, (corners, text, confidence, placed) in enumerate(lines):
        line = _around(corners)
        boxes = [_around(box) for _, _, box in placed]
        for word, box in zip(text.split(), _parted(text, line, boxes), strict=True):
            yield SeenWord(word, _inked(picture, box), float(confidence), number)


def _around(corners: Any) -> BBox:  # noqa: ANN401 - an array of four points
    xs, ys = zip(*((float(x), float(y)) for x, y in corners), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _parted(text: str, line: BBox, letters: Sequence[BBox]) -> list[BBox]:
    """Return the boxes of the words of a line; `letters` are those of its letters, if known."""
    words = text.split()
    ends = list(accumulate(map(len, words)))
    spans = list(zip([0, *ends[:-1]], ends, strict=True))
    if len(letters) == ends[-1]:
        return [_union(letters[start:end]) for start, end in spans]
    x0, top, x1, bottom = line
    step = (x1 - x0) / (ends[-1] + len(words) - 1)
    return [
        (x0 + step * (start + place), top, x0 + step * (end + place), bottom)
        for place, (start, end) in enumerate(spans)
    ]


def _union(boxes: Sequence[BBox]) -> BBox:
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def _inked(picture: Picture, box: BBox) -> BBox:
    """Return the box with top and bottom where the word's ink is: lines are seen with a rim."""
    x0, top, x1, bottom = box
    rim = _RIM * (bottom - top) if bottom - top < x1 - x0 else 0.0
    rows = range(max(0, round(top + rim)), min(picture.height, round(bottom - rim)))
    left, right = max(0, round(x0)), min(picture.width, round(x1))
    cut = [picture.grey[row * picture.width + left : row * picture.width + right] for row in rows]
    ink = _ink(cut)
    if not ink:
        return box
    return x0, float(rows[ink[0]]), x1, float(rows[ink[-1]] + 1)


def _ink(rows: Sequence[bytes]) -> list[int]:
    """Return which of the rows hold ink: what is dark on light paper, or light on dark."""
    shades = b"".join(rows)
    if not shades:
        return []
    middle = (min(shades) + max(shades)) / 2
    if sum(shades) / len(shades) < middle:
        rows = [row.translate(_INVERTED) for row in rows]
        middle = 255 - middle
    return [place for place, row in enumerate(rows) if min(row) < middle]
