"""Running headers and footers, measured on documents of known furniture."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.parsing.pdf.make import HEIGHT, LOREM, WIDTH, Sheet, parsed

TOPICS = (
    *("Scope", "Terms", "Gates", "Pumps", "Pipes", "Weirs"),
    *("Locks", "Tests", "Delivery", "Training", "Spares", "Warranty"),
)
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@dataclass
class Labelled:
    """A document, and what was drawn as its running headers and footers and as its headings."""

    sheet: Sheet
    running: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)

    def run(self, x: float, top: float, text: str, size: float = 8) -> None:
        self.sheet.text(x, top, text, size=size)
        self.running.append(text)

    def head(self, top: float, text: str, *, size: float = 14) -> None:
        self.sheet.text(70, top, text, size=size, bold=True)
        self.headings.append(text)

    def page(self, n: int, top: float = 90) -> None:
        """Draw a heading at `top` and a text below, both of this page alone."""
        topic = TOPICS[n - 1]
        self.head(top, f"{n} {topic}")
        self.sheet.lines(70, top + 30, [f"Of {topic.lower()} in general.", *LOREM])
        self.sheet.lines(70, 500, [*LOREM, f"So much for {topic.lower()}."])

    def turn(self) -> None:
        self.sheet.turn()


def odd_and_even(doc: Labelled) -> None:
    for n in range(1, 9):
        doc.run(70 if n % 2 else 400, 40, "Lock project" if n % 2 else "Technical volume")
        doc.page(n, 75)
        doc.run(500 if n % 2 else 70, 810, f"Page no. {n}")
        doc.turn()


def sections(doc: Labelled) -> None:
    for n in range(1, 13):
        doc.run(70, 40, f"Part {'ABC'[(n - 1) // 4]} - {TOPICS[(n - 1) // 4]} of the works")
        doc.page(n)
        doc.run(290, 810, f"{'ABC'[(n - 1) // 4]}-{1 + (n - 1) % 4}")
        doc.turn()


def page_x_of_y(doc: Labelled) -> None:
    for n in range(1, 7):
        doc.page(n, 60)
        doc.run(70, 800, "LK-2024-17 rev. C")
        doc.run(480, 800, f"Page {n} of 6")
        doc.turn()


def other_first_page(doc: Labelled) -> None:
    doc.head(60, "Tender for the lock at the eastern weir", size=20)
    doc.sheet.lines(70, 300, LOREM)
    doc.turn()
    for n in range(2, 7):
        doc.run(70, 40, "Tender for the lock, volume C")
        doc.page(n)
        doc.run(290, 810, f"- {n} -")
        doc.turn()


def long_titles(doc: Labelled) -> None:
    title = "Framework contract for the supply, the installation and the upkeep of pumps and gates"
    for n in range(1, 6):
        doc.run(70, 35, title)
        doc.page(n, 70)
        doc.run(
            70, 805, "All rights reserved; no part of this volume may be copied without consent."
        )
        doc.run(520, 805, f"{n}/5")
        doc.turn()


def two_lines(doc: Labelled) -> None:
    for n in range(1, 7):
        doc.run(70, 30, "Council of the eastern valley")
        doc.run(70, 42, "Department of waterways and locks")
        doc.page(n, 80)
        doc.run(70, 800, "Confidential: for bidders only")
        doc.run(70, 812, f"Issue 4, sheet {n}")
        doc.turn()


def numbers_only(doc: Labelled) -> None:
    for n in range(1, 8):
        doc.page(n, 50)
        doc.run(295, 815, f"{n}")
        doc.turn()


def landscape_among_portrait(doc: Labelled) -> None:
    for n in range(1, 9):
        is_wide = n in {3, 4, 7}
        doc.sheet.canvas.setPageSize((HEIGHT, WIDTH) if is_wide else (WIDTH, HEIGHT))
        # Heights count from the top of an upright page.
        lower = HEIGHT - WIDTH if is_wide else 0.0
        doc.run(70, 40 + lower, "Lock project, annex 2")
        doc.head(80 + lower, f"{n} {TOPICS[n - 1]}")
        doc.sheet.lines(70, 120 + lower, [f"Of {TOPICS[n - 1].lower()}.", *LOREM, *LOREM])
        doc.run(300, 815, f"Sheet {n}")
        doc.turn()


def title_block(doc: Labelled) -> None:
    for n in range(1, 6):
        doc.sheet.table([70, 250, 400, 520], 20, [["LK-17", "Pump hall", f"Sheet {n} of 5"]])
        doc.running.append(f"Sheet {n} of 5")
        doc.page(n)
        doc.run(70, 810, "Restricted circulation")
        doc.turn()


def roman_front_matter(doc: Labelled) -> None:
    for n in range(1, 11):
        doc.run(70, 40, "Volume of the pumps")
        doc.page(n, 65)
        doc.run(290, 810, f"folio {ROMAN[n - 1]}" if n < 5 else f"folio {n - 4}")
        doc.turn()


DOCUMENTS = (
    odd_and_even,
    sections,
    page_x_of_y,
    other_first_page,
    long_titles,
    two_lines,
    numbers_only,
    landscape_among_portrait,
    title_block,
    roman_front_matter,
)


def measured(draw: Callable[[Labelled], None], path: Path) -> tuple[int, list[str], set[str]]:
    """Return how much ran, what of it is still in the text, and the headings that are not."""
    doc = Labelled(Sheet(path))
    draw(doc)
    found = parsed(doc.sheet.save())
    texts = [block.text for block in found.blocks]
    left = [text for text in texts if any(_is_in(text, ran) for ran in set(doc.running))]
    return len(doc.running), left, set(doc.headings) - set(texts)


def _is_in(text: str, ran: str) -> bool:
    return ran in text if len(ran) > 3 else text.rsplit(" ", maxsplit=1)[-1] == ran


@pytest.mark.parametrize("draw", DOCUMENTS, ids=lambda draw: draw.__name__)
def test_no_heading_that_stands_once_is_lost(
    tmp_path: Path, draw: Callable[[Labelled], None]
) -> None:
    assert measured(draw, tmp_path / "a.pdf")[2] == set()


def test_running_headers_and_footers_are_removed(tmp_path: Path) -> None:
    found = [measured(draw, tmp_path / f"{draw.__name__}.pdf") for draw in DOCUMENTS]
    running = sum(ran for ran, _, _ in found)
    left = [text for _, still, _ in found for text in still]
    assert len(left) <= 0.05 * running, left
