"""OCR within the time of a document: a long scan ends with pages missing, not with a time-out."""

import time

from reqx.parsing.ocr.engine import Engine, GaveUp, Picture, SeenWord
from reqx.parsing.sandbox import allowed_seconds

_SHARE = 0.7
"""Of the document's time: the last picture may take long, and there is more to do than to see."""


class Rationed:
    """An engine that gives up every picture once its time is used up."""

    def __init__(self, engine: Engine, seconds: float) -> None:
        """Take what sees, and for how long, counted from now."""
        self._engine = engine
        self._until = time.monotonic() + seconds

    @property
    def name(self) -> str:
        """The engine's own name."""
        return self._engine.name

    @property
    def sure(self) -> float:
        """The engine's own measure."""
        return self._engine.sure

    def see(self, picture: Picture) -> list[SeenWord]:
        """Return the words of the picture, line by line; raises GaveUp."""
        if time.monotonic() >= self._until:
            raise GaveUp("the document's time for OCR is used up")
        return self._engine.see(picture)


def rationed(engine: Engine | None) -> Engine | None:
    """Return the engine within its share of the time that this process has for its document."""
    seconds = allowed_seconds()
    if engine is None or seconds is None:
        return engine
    return Rationed(engine, _SHARE * seconds)
