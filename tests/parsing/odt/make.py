"""ODT files from raw XML: a test shows the very markup it is about."""

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from reqx.model.blocks import Block, ParsedDocument
from reqx.parsing import odt

MIME = "application/vnd.oasis.opendocument.text"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
        "manifest": "manifest",
    }.items()
)
_OTHERS = (
    'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def p(content: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def h(content: str, level: int = 1, attributes: str = "") -> str:
    return f'<text:h text:outline-level="{level}" {attributes}>{content}</text:h>'


def item(*content: str, attributes: str = "") -> str:
    """Make a list item; text without markup becomes a paragraph."""
    inner = "".join(x if x.startswith("<") else p(x) for x in content)
    return f"<text:list-item {attributes}>{inner}</text:list-item>"


def listed(*items: str, style: str = "", attributes: str = "") -> str:
    """Make a list of texts or items."""
    inner = "".join(x if x.startswith("<text:list-") else item(x) for x in items)
    name = f'text:style-name="{style}"' if style else ""
    return f"<text:list {name} {attributes}>{inner}</text:list>"


def level(number: int, number_format: str = "1", suffix: str = ".", attributes: str = "") -> str:
    return (
        f'<text:list-level-style-number text:level="{number}" style:num-format="{number_format}" '
        f'style:num-suffix="{suffix}" {attributes}/>'
    )


def list_style(name: str, *levels: str) -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


def style(name: str, look: str = "", *, family: str = "paragraph", attributes: str = "") -> str:
    """Make a style; `look` is the attributes of its text."""
    return (
        f'<style:style style:name="{name}" style:family="{family}" {attributes}>'
        f"<style:text-properties {look}/></style:style>"
    )


def cell(content: str = "", attributes: str = "") -> str:
    inner = content if content.startswith("<") else p(content)
    return f"<table:table-cell {attributes}>{inner}</table:table-cell>"


def row(*cells: str) -> str:
    inner = "".join(x if x.startswith("<table:") else cell(x) for x in cells)
    return f"<table:table-row>{inner}</table:table-row>"


def table(*rows: str, head: str = "") -> str:
    header = f"<table:table-header-rows>{head}</table:table-header-rows>" if head else ""
    return f"<table:table>{header}{''.join(rows)}</table:table>"


def part(root: str, content: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:{root} {_NAMESPACES} {_OTHERS} office:version="1.3">{content}</office:{root}>'
    )


def content(body: str, automatic: str = "") -> str:
    return part(
        "document-content",
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>",
    )


def manifest(inner: str = "") -> str:
    names = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    return (
        f'<manifest:manifest {names} manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        f"{inner}</manifest:file-entry>"
        '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )


def members(body: str, automatic: str = "", common: str = "", masters: str = "") -> dict[str, str]:
    """Make the members of a package: the text, its styles, the document's, the page headers."""
    styles = (
        f"<office:styles>{common}</office:styles>"
        f"<office:master-styles>{masters}</office:master-styles>"
    )
    return {
        "content.xml": content(body, automatic),
        "styles.xml": part("document-styles", styles),
        "META-INF/manifest.xml": manifest(),
    }


def package(path: Path, made: Mapping[str, str | bytes]) -> Path:
    """Write a ZIP file; its type stands first and is not compressed."""
    with ZipFile(path, "w", ZIP_DEFLATED) as zip_file:
        zip_file.writestr("mimetype", MIME, ZIP_STORED)
        for name, written in made.items():
            zip_file.writestr(name, written)
    return path


def document(folder: Path, body: str, automatic: str = "", common: str = "") -> Path:
    """Write an ODT."""
    return package(folder / "made.odt", members(body, automatic, common))


def read_file(path: Path) -> ParsedDocument:
    return odt.read(path, lambda _done, _total: None)


def read(folder: Path, body: str, automatic: str = "", common: str = "") -> ParsedDocument:
    """Write an ODT and read it."""
    return read_file(document(folder, body, automatic, common))


def blocks(folder: Path, body: str, automatic: str = "", common: str = "") -> tuple[Block, ...]:
    return read(folder, body, automatic, common).blocks


def texts(folder: Path, body: str, automatic: str = "", common: str = "") -> list[str]:
    """Write an ODT and return the text of each of its blocks."""
    return [block.text for block in blocks(folder, body, automatic, common)]
