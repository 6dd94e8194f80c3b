"""DOCX files from raw XML: a test shows the very markup it is about."""

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from reqx.model.blocks import Block, ParsedDocument
from reqx.parsing import docx

MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_ROOTS = {"header": "hdr", "footer": "ftr"}

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/></Types>'
)


def run(text: str, look: str = "") -> str:
    """Make a `w:r` with the text; `look` is the content of its `w:rPr`."""
    return f"<w:r><w:rPr>{look}</w:rPr>{t(text)}</w:r>"


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>'


def p(content: str = "", layout: str = "") -> str:
    """Make a `w:p`; text without markup becomes a run. `layout` is the content of its `w:pPr`."""
    inner = content if "<" in content else run(content)
    return f"<w:p><w:pPr>{layout}</w:pPr>{inner}</w:p>"


def styled(style_id: str, text: str) -> str:
    return p(text, f'<w:pStyle w:val="{style_id}"/>')


def listed(text: str, num_id: int, depth: int = 0) -> str:
    """Make a paragraph of the list `num_id`."""
    layout = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num_id}"/></w:numPr>'
    return p(text, layout)


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if '<' in content else p(content)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    inner = "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def sdt(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def reference(kind: str, key: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{key}"/></w:r>'


def note(kind: str, key: int, content: str) -> str:
    return f'<w:{kind} w:id="{key}">{content}</w:{kind}>'


def style(style_id: str, name: str, content: str = "", kind: str = "paragraph") -> str:
    attributes = f'w:type="{kind}" w:styleId="{style_id}"'
    return f'<w:style {attributes}><w:name w:val="{name}"/>{content}</w:style>'


def level(depth: int, number_format: str, template: str, content: str = "") -> str:
    """Make a `w:lvl` that starts at 1 unless `content` says otherwise."""
    start = "" if "w:start " in content else '<w:start w:val="1"/>'
    return (
        f'<w:lvl w:ilvl="{depth}">{start}<w:numFmt w:val="{number_format}"/>{content}'
        f'<w:lvlText w:val="{template}"/></w:lvl>'
    )


def abstract(key: int, *content: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(content)}</w:abstractNum>'


def num(num_id: int, key: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{num_id}"><w:abstractNumId w:val="{key}"/>{overrides}</w:num>'


def restart(depth: int, start: int) -> str:
    override = f'<w:startOverride w:val="{start}"/>'
    return f'<w:lvlOverride w:ilvl="{depth}">{override}</w:lvlOverride>'


def part(name: str, content: str) -> str:
    root = _ROOTS.get(name, name)
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {_NAMESPACES}>{content}</w:{root}>'


def relationships(targets: Mapping[str, str]) -> str:
    """Make a relationships part: kind ("styles") to target."""
    inner = "".join(
        f'<Relationship Id="r{i}" Type="{RELATIONSHIP}{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{inner}</Relationships>'


def members(body: str, **parts: str) -> dict[str, str]:
    """Make the members of a package: `parts` by kind (styles, numbering, footnotes, header ...)."""
    made = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relationships({"officeDocument": "word/document.xml"}),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relationships({kind: f"{kind}.xml" for kind in parts}),
    }
    return made | {f"word/{kind}.xml": part(kind, text) for kind, text in parts.items()}


def package(path: Path, made: Mapping[str, str | bytes]) -> Path:
    """Write a ZIP file."""
    with ZipFile(path, "w", ZIP_DEFLATED) as zip_file:
        for name, content in made.items():
            zip_file.writestr(name, content)
    return path


def document(folder: Path, body: str, **parts: str) -> Path:
    """Write a DOCX."""
    return package(folder / "made.docx", members(body, **parts))


def read(folder: Path, body: str, **parts: str) -> ParsedDocument:
    """Write a DOCX and read it."""
    return read_file(document(folder, body, **parts))


def read_file(path: Path) -> ParsedDocument:
    return docx.read(path, lambda _done, _total: None)


def blocks(folder: Path, body: str, **parts: str) -> tuple[Block, ...]:
    return read(folder, body, **parts).blocks


def texts(folder: Path, body: str, **parts: str) -> list[str]:
    """Write a DOCX and return the text of each of its blocks."""
    return [block.text for block in blocks(folder, body, **parts)]
