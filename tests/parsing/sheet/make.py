"""XLSX files from raw XML, and CSV files: a test shows the very markup it is about."""

from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from reqx.model.blocks import Block, ParsedDocument
from reqx.parsing.sheet import csv, xlsx

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def text(address: str, words: str, style: int = 0) -> str:
    """Make a cell with its text inside."""
    inner = f'<is><t xml:space="preserve">{escape(words)}</t></is>'
    return f'<c r="{address}" t="inlineStr" s="{style}">{inner}</c>'


def value(address: str, shown: object, kind: str = "n", style: int = 0) -> str:
    return f'<c r="{address}" t="{kind}" s="{style}"><v>{shown}</v></c>'


def row(number: int, *cells: object, attributes: str = "", style: int = 0) -> str:
    """Make a row of markup, words and numbers from column A on; None leaves a cell out."""
    inner = ""
    for letter, content in zip("ABCDEFGHIJ", cells, strict=False):
        if isinstance(content, str):
            markup = (
                content if content.startswith("<") else text(f"{letter}{number}", content, style)
            )
            inner += markup
        elif content is not None:
            inner += value(f"{letter}{number}", content)
    return f'<row r="{number}" {attributes}>{inner}</row>'


def sheet(*rows: str, before: str = "", after: str = "") -> str:
    data = f"{before}<sheetData>{''.join(rows)}</sheetData>{after}"
    return f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{data}</worksheet>'


def merged(*ranges: str) -> str:
    inner = "".join(f'<mergeCell ref="{name}"/>' for name in ranges)
    return f"<mergeCells>{inner}</mergeCells>"


def shared(*strings: str) -> str:
    """Make the strings part; a string is the content of its `si`."""
    inner = "".join(f"<si>{string}</si>" for string in strings)
    return f'{HEAD}<sst xmlns="{MAIN}">{inner}</sst>'


def styles(*codes: str, bold: bool = False) -> str:
    """Make the styles part: 0 is plain, 1 and on the formats; `bold` makes 1 and on bold."""
    formats = "".join(
        f'<numFmt numFmtId="{170 + i}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for i, code in enumerate(codes)
    )
    uses = "".join(f'<xf numFmtId="{170 + i}" fontId="{bold:d}"/>' for i in range(len(codes)))
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
        "<fonts><font/><font><b/></font></fonts>"
        f'<cellXfs><xf numFmtId="0" fontId="0"/>{uses}</cellXfs></styleSheet>'
    )


def relationships(*entries: tuple[str, str, str]) -> str:
    """Make a relationships part of (id, kind, target)."""
    inner = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in entries
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def workbook(names: Mapping[str, str], attributes: str = "") -> str:
    """Make the workbook part: sheet names, with the state of each ("" for visible)."""
    inner = "".join(
        f'<sheet name="{escape(name)}" sheetId="{i}" r:id="s{i}" {state and f"state={state!r}"}/>'
        for i, (name, state) in enumerate(names.items(), 1)
    )
    head = f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    return f"{head}<workbookPr {attributes}/><sheets>{inner}</sheets></workbook>"


def members(*sheets: str, **parts: str) -> dict[str, str]:
    """Make the members of a workbook with the sheets S1, S2 ...; `parts` are its other ones."""
    files = [(f"s{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, 1 + len(sheets))]
    others = [(kind, kind, f"{kind}.xml") for kind in parts if kind != "workbook"]
    made = {
        "_rels/.rels": relationships(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook({f"S{i}": "" for i in range(1, 1 + len(sheets))}),
        "xl/_rels/workbook.xml.rels": relationships(*files, *others),
    }
    made |= {f"xl/{target}": content for (_, _, target), content in zip(files, sheets, strict=True)}
    return made | {f"xl/{kind}.xml": content for kind, content in parts.items()}


def package(path: Path, made: Mapping[str, str | bytes]) -> Path:
    """Write a ZIP file."""
    with ZipFile(path, "w", ZIP_DEFLATED) as zip_file:
        for name, content in made.items():
            zip_file.writestr(name, content)
    return path


def read_file(path: Path) -> ParsedDocument:
    return xlsx.read(path, lambda _done, _total: None)


def read(folder: Path, *sheets: str, **parts: str) -> ParsedDocument:
    """Write an XLSX and read it."""
    return read_file(package(folder / "made.xlsx", members(*sheets, **parts)))


def rows(folder: Path, *sheets: str, **parts: str) -> list[Block]:
    """Write an XLSX, read it and return the blocks that are rows."""
    return [block for block in read(folder, *sheets, **parts).blocks if block.cells]


def read_csv(folder: Path, content: str | bytes) -> ParsedDocument:
    """Write a CSV file and read it."""
    path = folder / "made.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return csv.read(path, lambda _done, _total: None)


def csv_rows(folder: Path, content: str | bytes) -> list[list[str]]:
    """Write a CSV file and return the cells of its rows."""
    return [[cell.text for cell in block.cells] for block in read_csv(folder, content).blocks]


def cells(block: Block) -> list[tuple[str, str]]:
    return [(cell.header, cell.text) for cell in block.cells]
