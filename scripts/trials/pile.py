"""Documents to work on, and what they give when nothing disturbs the work."""

import hashlib
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from trials.checker import violations
from trials.promise import Promise, Yield, yields_of
from trials.site import opened

LINES_A_PAGE = 40


def draw(folder: Path, count: int, pages: int = 1, word: str = "pump") -> None:
    """Draw PDFs with one requirement a page, all different, and prose that takes time to read."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        _draw(folder / f"{word}-{number}.pdf", pages, f"{word} {number}")


def _draw(path: Path, pages: int, name: str) -> None:
    canvas = Canvas(str(path), invariant=1)
    for page in range(1, pages + 1):
        # Well below the band where lines that come back are running headers.
        canvas.drawString(72, 600, f"The {name} on page {page} shall start within {page} seconds.")
        for line in range(LINES_A_PAGE if pages > 1 else 0):
            canvas.drawString(72, 580 - 12 * line, f"This line {page}.{line} tells of its history.")
        canvas.showPage()
    canvas.save()


def fingerprints(folder: Path) -> frozenset[str]:
    """Return the SHA-256 of each document in the folder and below."""
    return frozenset(
        hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.pdf")
    )


def quiet_yields(documents: Path, home: Path) -> dict[str, Yield]:
    """Return what the documents in a folder give, by fingerprint, when nothing disturbs the work.

    The run goes through the same check, and each document must give what was drawn into it.
    """
    with opened(home, f"sqlite:///{home}.db", lease_seconds=60.0) as site:
        site.run("upload", "-r", documents)
        site.run("work", "--drain", "--concurrency", "2")
        history = site.history()
    yields = yields_of(history)
    found = violations(history, Promise(fingerprints(documents), yields))
    found += [
        f"{name} gave {len(given.requirements)} requirements on {len(given.pages)} pages"
        for name, given in yields.items()
        if len(given.requirements) != len(given.pages)
    ]
    if found:
        raise AssertionError(f"the quiet run is not as it should be: {found}")
    return yields
