"""The DOCX package around the text: styles, numbering, header, footer, and the ZIP itself."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from .markup import Block
from .wordml import Body, part

MIDNIGHT = (1980, 1, 1, 0, 0, 0)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "styles": "styles",
    "numbering": "numbering",
    "header1": "header",
    "footer1": "footer",
    "footnotes": "footnotes",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the automatic numbering: the style that carries it, its format, its text.

    `format` and `text` are those of w:numFmt and w:lvlText ("lowerLetter", "(%3)").
    """

    style: str
    format: str
    text: str


@dataclass(frozen=True, slots=True)
class WordDesign:
    """Language, the id of the heading styles without the level, numbering, furniture.

    `levels` share one list, so that a level starts again below a new one above it.
    """

    language: str
    heading_style: str
    levels: tuple[Level, ...]
    header: str
    footer: str
    bullet: str = "•"


def write(path: Path, blocks: Sequence[Block], design: WordDesign) -> None:
    """Write the DOCX. Members are stored, since compressed ones change with the zlib in use."""
    body = Body(design.heading_style)
    members = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations({"document": "word/document.xml"}),
        "word/document.xml": body.document(blocks),
        "word/_rels/document.xml.rels": _relations(
            {kind: f"{name}.xml" for name, kind in _PARTS.items()}
        ),
        "word/styles.xml": _styles(design),
        "word/numbering.xml": _numbering(design),
        "word/header1.xml": part("hdr", _line(design.header)),
        "word/footer1.xml": part("ftr", _line(design.footer)),
        "word/footnotes.xml": body.footnotes(),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for name, xml in members.items():
            package.writestr(zipfile.ZipInfo(name, MIDNIGHT), xml.encode())


def _content_types() -> str:
    kinds = {"document": "document.main", **_PARTS}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: Mapping[str, str]) -> str:
    rows = {"document": "officeDocument"}
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{rows.get(kind, kind)}" '
        f'Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return (
        f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
    )


def _line(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _styles(design: WordDesign) -> str:
    defaults = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/>'
        f'<w:sz w:val="22"/><w:lang w:val="{design.language}"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    grid = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table = (
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        f"<w:tblPr><w:tblBorders>{grid}</w:tblBorders></w:tblPr></w:style>"
    )
    return part("styles", defaults + "".join(_paragraph_styles(design)) + table)


def _paragraph_styles(design: WordDesign) -> Iterator[str]:
    yield (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "</w:style>"
    )
    yield _style("Title", "Title", "", '<w:b/><w:sz w:val="40"/>')
    for name, looks in {"Note": "<w:i/>", "Caption": "<w:i/>"}.items():
        yield _style(name, name, "", looks)
    yield _style("FootnoteText", "footnote text", "", '<w:sz w:val="18"/>')
    for depth in (1, 2):
        bullets = f'<w:numPr><w:ilvl w:val="{depth - 1}"/><w:numId w:val="2"/></w:numPr>'
        yield _style(f"Bullet{depth}", f"List Bullet {depth}", bullets, "")
    for index, level in enumerate(design.levels):
        depth = int(level.style[-1])
        numbering = f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="1"/></w:numPr>'
        if level.style.startswith(design.heading_style):
            outline = f'<w:keepNext/>{numbering}<w:outlineLvl w:val="{depth - 1}"/>'
            size = f'<w:b/><w:sz w:val="{32 - 4 * depth}"/>'
            yield _style(level.style, f"heading {depth}", outline, size)
        else:
            yield _style(level.style, f"Clause {depth}", numbering, "")


def _style(identity: str, name: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def _numbering(design: WordDesign) -> str:
    bullets = [Level(f"Bullet{depth}", "bullet", design.bullet) for depth in (1, 2)]
    lists = {1: design.levels, 2: bullets}
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{10 + number}"><w:multiLevelType w:val="multilevel"/>'
        f"{''.join(_level(index, level) for index, level in enumerate(levels))}</w:abstractNum>"
        for number, levels in lists.items()
    )
    concrete = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{10 + number}"/></w:num>'
        for number in lists
    )
    return part("numbering", abstract + concrete)


def _level(index: int, level: Level) -> str:
    indent = 567 * (index + 1)
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{level.format}"/>'
        f'<w:pStyle w:val="{level.style}"/><w:lvlText w:val={quoteattr(level.text)}/>'
        f'<w:pPr><w:ind w:left="{indent}" w:hanging="567"/></w:pPr></w:lvl>'
    )
