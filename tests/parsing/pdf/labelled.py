"""Documents drawn with their labels: what runs at the head and foot of pages, and what does not."""

from dataclasses import dataclass, field

from tests.parsing.pdf.make import HEIGHT, LOREM, WIDTH, Sheet

TOPICS = (
    *("Scope", "Terms", "Gates", "Pumps", "Pipes", "Weirs"),
    *("Locks", "Tests", "Delivery", "Training", "Spares", "Warranty"),
)
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@dataclass
class Labelled:
    """A document; the lines drawn as its running headers and footers, its headings, its text."""

    sheet: Sheet
    running: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)

    def run(self, x: float, top: float, text: str, size: float = 8) -> None:
        self.sheet.text(x, top, text, size=size)
        self.running.append(text)

    def head(self, top: float, text: str, *, size: float = 14) -> None:
        self.sheet.text(70, top, text, size=size, bold=True)
        self.headings.append(text)

    def write(self, x: float, top: float, *lines: str) -> None:
        self.sheet.lines(x, top, lines)
        self.body += lines

    def page(self, n: int, top: float = 90) -> None:
        """Draw a heading at `top` and a text below, both of this page alone."""
        topic = TOPICS[n - 1]
        self.head(top, f"{n} {topic}")
        self.write(70, top + 30, f"Of {topic.lower()} in general.", *LOREM)
        self.write(70, 500, *LOREM, f"So much for {topic.lower()}.")

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
    doc.write(70, 300, *LOREM)
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
        doc.write(70, 120 + lower, f"Of {TOPICS[n - 1].lower()}.", *LOREM, *LOREM)
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


def pages_revised_one_by_one(doc: Labelled) -> None:
    for n in range(1, 11):
        is_new = n in {3, 7, 8}
        doc.run(70, 40, f"LK-17 rev. {'D' if is_new else 'C'} of 0{4 if is_new else 2}.03.2024")
        doc.page(n, 70)
        doc.run(480, 812, f"Page {n} / 10")
        doc.turn()


def logo_in_a_table(doc: Labelled) -> None:
    for n in range(1, 9):
        tops = (20.0, 38.0, 56.0)
        doc.sheet.grid([70, 170, 400, 520], tops)
        doc.sheet.canvas.rect(75, HEIGHT - 50, 60, 24, fill=1)
        doc.run(175, 33, "Lock at the eastern weir")
        doc.run(405, 33, f"Sheet {n} of 8")
        doc.run(175, 51, "Technical clauses of lot 3")
        doc.run(405, 51, "Issue 2")
        doc.page(n)
        doc.turn()


def header_that_looks_like_a_heading(doc: Labelled) -> None:
    for n in range(1, 8):
        doc.sheet.text(70, 50, "Clauses of the works", size=14, bold=True)
        doc.running.append("Clauses of the works")
        doc.page(n, 90)
        doc.run(290, 812, f"{n}")
        doc.turn()


def requirement_at_the_top(doc: Labelled) -> None:
    for n in range(1, 11):
        doc.run(70, 35, "Lock project, chambers")
        if n in {2, 3, 5, 6, 8}:
            doc.write(70, 66, "The chamber shall have a ladder on each side.")
        doc.page(n, 110)
        doc.run(290, 812, f"Page {n}")
        doc.turn()


def two_columns(doc: Labelled) -> None:
    for n in range(1, 7):
        doc.run(70, 36, "Annals of the eastern valley")
        doc.run(460, 36, f"Volume C, {n}")
        doc.head(80, f"{n} {TOPICS[n - 1]}")
        for x, side in ((70, "left"), (310, "right")):
            for i in range(12):
                line = f"on the {side} the {TOPICS[i].lower()} of sheet {'abcdef'[n - 1]} go on as"
                doc.write(x, 120 + 12 * i, line)
        doc.run(250, 812, "Printed in the valley")
        doc.turn()


def annex_of_three_pages(doc: Labelled) -> None:
    for n in range(1, 41):
        if n in {20, 21, 22}:
            doc.run(70, 40, "Annex E: drawings of the lock")
        name = f"{'abcdefgh'[n // 6]}{'klmnop'[n % 6]}"
        doc.write(70, 90, f"Sheet {name} begins here.", LOREM[0])
        doc.write(70, 400, f"Sheet {name} ends here.")
        doc.turn()


def in_french(doc: Labelled) -> None:
    for n in range(1, 9):
        doc.run(70, 36, "Marche de travaux - Ecluse de l'est")
        doc.run(400, 36, "Lot 4 : Electricite")
        doc.page(n, 70)
        doc.run(70, 805, "C.C.T.P. - indice B du 12/03/2024")
        doc.run(480, 805, f"Page {n} sur 8")
        doc.turn()


def in_german(doc: Labelled) -> None:
    for n in range(1, 9):
        doc.run(70, 36, "Lastenheft Schleuse Ost")
        doc.page(n, 70)
        doc.run(70, 812, "Stand: 12.03.2024")
        doc.run(280, 812, f"Seite {n} von 8")
        doc.turn()


def numbers_begin_again_in_each_part(doc: Labelled) -> None:
    for n in range(1, 13):
        doc.run(70, 40, "Specification of the eastern lock")
        doc.page(n, 66)
        doc.run(440, 812, f"Part {1 + (n - 1) // 4}, page {1 + (n - 1) % 4} of 4")
        doc.turn()


def ruled_off_close_to_the_text(doc: Labelled) -> None:
    for n in range(1, 9):
        doc.run(70, 50, "Eastern lock: pumps and gates", size=9)
        doc.sheet.rule(70, 54, 520, 54)
        doc.page(n, 76)
        doc.write(70, 770, f"The last line of sheet {'abcdefgh'[n - 1]} stands low.")
        doc.sheet.rule(70, 780, 520, 780)
        doc.run(70, 790, f"For tender only {n}/8", size=9)
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
    pages_revised_one_by_one,
    logo_in_a_table,
    header_that_looks_like_a_heading,
    requirement_at_the_top,
    two_columns,
    annex_of_three_pages,
    in_french,
    in_german,
    numbers_begin_again_in_each_part,
    ruled_off_close_to_the_text,
)
