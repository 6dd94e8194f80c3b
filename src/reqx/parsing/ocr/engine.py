"""What an OCR engine is given, and what it hands over."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from reqx.model.blocks import BBox


class Ocr(StrEnum):
    """Whether pictures of text are read: never, where an engine is installed, or always."""

    OFF = "off"
    AUTO = "auto"
    ON = "on"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in grey: rows from the top, one byte a pixel, 0 is black."""

    width: int
    height: int
    dpi: int
    grey: bytes


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word in a picture: its box in pixels, how sure the engine is (0 to 1), its printed line."""

    text: str
    box: BBox
    confidence: float
    line: int


class GaveUp(Exception):
    """The engine could not finish a picture; the message says why."""


class Engine(Protocol):
    """Reads pictures. The same picture gives the same words."""

    @property
    def name(self) -> str:
        """The engine with its version and languages."""

    @property
    def sure(self) -> float:
        """The mean confidence that is reached by no page but one that stands upright."""

    def see(self, picture: Picture) -> list[SeenWord]:
        """Return the words of the picture, line by line; raises GaveUp."""
