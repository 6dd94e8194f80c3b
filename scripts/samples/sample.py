"""A sample: its name, its content, and the document and expectations it is made into."""

from dataclasses import dataclass
from pathlib import Path

from . import drawing, expected, markup, package
from .drawing import PageDesign
from .package import WordDesign


@dataclass(frozen=True, slots=True)
class PdfSample:
    """A PDF; `source` is in the notation of `markup`."""

    name: str
    design: PageDesign
    source: str

    def make(self, folder: Path) -> None:
        """Write the document and its expected rows into `folder`."""
        blocks = markup.read(self.source)
        pages = drawing.draw(folder / f"{self.name}.pdf", blocks, self.design)
        expected.write(folder / f"{self.name}.expected.jsonl", expected.rows(blocks, pages))


@dataclass(frozen=True, slots=True)
class DocxSample:
    """A DOCX; `source` is in the notation of `markup`, numbers written out as Word will count."""

    name: str
    design: WordDesign
    source: str

    def make(self, folder: Path) -> None:
        """Write the document and its expected rows, which have no pages, into `folder`."""
        blocks = markup.read(self.source)
        package.write(folder / f"{self.name}.docx", blocks, self.design)
        expected.write(folder / f"{self.name}.expected.jsonl", expected.rows(blocks, None))
