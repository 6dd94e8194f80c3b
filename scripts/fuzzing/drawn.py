"""PDFs with open content streams: what is broken in them is broken for the parser, too."""

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

A4 = (595.28, 841.89)
LINE = "The pump station {} shall feed the upper reservoir"
ROWS = 14
_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/Odd/Encoding/Identity-H/DescendantFonts["
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Odd/CIDSystemInfo<</Registry(Adobe)"
    b"/Ordering(Identity)/Supplement 0>>/DW 500/FontDescriptor<</Type/FontDescriptor"
    b"/FontName/Odd/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200"
    b"/CapHeight 700/StemV 80>>>>]>>"
)


def pdfs() -> dict[str, bytes]:
    """Return PDFs by name: columns, a table over pages, a form, turned pages, a font unnamed."""
    return {
        "columns.pdf": _made(_columns),
        "table.pdf": _made(_table),
        "form.pdf": _made(_form),
        "turned.pdf": _made(_turned),
        "unnamed.pdf": _unnamed(),
    }


def _made(draw: "Callable[[Canvas], None]") -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - not in each child's memory

    made = BytesIO()
    canvas = Canvas(made, pagesize=A4, invariant=1, pageCompression=0)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def _columns(canvas: "Canvas") -> None:
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(60, 790, "3.1 Hydraulics")
    canvas.setFont("Helvetica", 9)
    for row in range(40):
        for x in (60, 310):
            canvas.drawString(x, 760 - 12 * row, LINE.format(row))
    canvas.bookmarkPage("here")
    canvas.addOutlineEntry("3.1 Hydraulics", "here")


def _table(canvas: "Canvas") -> None:
    for page in range(2):
        canvas.setFont("Helvetica", 9)
        for row in range(ROWS):
            for column, x in enumerate((60, 140, 400)):
                canvas.drawString(x + 3, 745 - 20 * row, f"REQ-{page}{row}{column} must hold")
        xs, ys = [60, 140, 400, 530], [760 - 20 * row for row in range(ROWS + 1)]
        canvas.grid(xs, ys)
        if not page:
            canvas.showPage()


def _form(canvas: "Canvas") -> None:
    canvas.drawString(60, 780, "The tenderer shall fill in this form.")
    canvas.acroForm.textfield(name="price", x=60, y=700, width=200, value="12 000 EUR")
    canvas.acroForm.checkbox(name="agreed", x=60, y=650, checked=True)
    canvas.acroForm.choice(name="lot", x=60, y=600, options=["one", "two"], value="one")
    canvas.linkURL("https://example.org/", (60, 770, 200, 790))


def _turned(canvas: "Canvas") -> None:
    for angle in (90, 180, 270):
        canvas.setPageRotation(angle)
        canvas.rotate(15)
        for row in range(10):
            canvas.drawString(80, 700 - 14 * row, LINE.format(row))
        canvas.showPage()
    canvas.drawString(60, 700, LINE.format("of the last page"))


def _unnamed() -> bytes:
    """Return a PDF whose font does not say which letters its glyphs are."""
    glyphs = "".join(f"{ord(letter) - 29:04X}" for letter in LINE)
    lines = "".join(f"1 0 0 1 60 {780 - 14 * row} Tm <{glyphs}> Tj\n" for row in range(30))
    stream = f"BT /F1 10 Tf\n{lines}ET".encode()
    return assembled(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        _FONT,
    )


def assembled(*objects: bytes) -> bytes:
    """Return a PDF of these objects, the first of which is its catalog."""
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(made)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return made + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, rows, trailer)
