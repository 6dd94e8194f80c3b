"""Texts and packages that are broken: each with the markup its reader takes trouble over."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_ODT = "application/vnd.oasis.opendocument.text"
_OOXML = "http://schemas.openxmlformats.org"
_OFFICE = f"{_OOXML}/officeDocument/2006/relationships"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

_PLAIN = """\
CAHIER DES CHARGES

1. Objet du marché
1.1 Le titulaire doit fournir les pompes.
   a) débit : 12 m³/h ;
   b) pression : 3 bar.

+--------+----------------------------+
| REQ-01 | The pump shall be started. |
| REQ-02 | The pump must be stopped.  |
+--------+----------------------------+

\u2022 The valve shall close within 2 seconds;
\u2022 The alarm shall sound.
"""

_MARKDOWN = """\
# Tender

Some [text](https://example.org "t") with `code`, **bold** and <span>markup</span>.

1. The system shall start.
   - at once,
   - without noise;
2. The system must stop.

| Id     | Requirement        |
|--------|:-------------------|
| REQ-01 | The pump shall run |

> A note.[^1]

[^1]: It should be read.

```
let x = 1
```
"""

_HTML = """\
<!DOCTYPE html><html><head><meta charset="utf-8"><title>Tender</title>
<style>.a{display:none}</style><script>var x = "<p>";</script></head><body>
<h1>1. Scope</h1><p>The supplier <b>shall</b> deliver&nbsp;12&#160;pumps.<br>At once.</p>
<ol start="3" type="a"><li>first<ul><li>inner</li></ul></li><li value="9">second</li></ol>
<table><caption>Parts</caption><tr><th colspan="2">Id</th><th rowspan="2">Text</th></tr>
<tr><td>R1</td><td>must hold</td></tr><tr><td rowspan="0">R2</td><td>b</td><td>c</td></tr></table>
<form><input type="text" value="12"><select><option selected>one</option></select></form>
<p style="display:none">hidden</p><pre>as
  it stands</pre><dl><dt>Word</dt><dd>Meaning</dd></dl></body></html>
"""

_CSV = """\
Id;Requirement;Priority;Cost
REQ-01;"The pump shall be ""started""
on two lines";high;12,50
REQ-02;The pump must be stopped;low;3
;;;
REQ-03;=1+1;;-4
"""


def texts() -> dict[str, bytes]:
    """Return texts by name."""
    return {
        "plain.txt": _PLAIN.encode(),
        "wide.txt": _PLAIN.encode("utf-16"),
        "west.txt": _PLAIN.replace("\u2022", "-").encode("latin-1"),
        "marked.md": _MARKDOWN.encode(),
        "page.html": _HTML.encode(),
        "rows.csv": _CSV.encode(),
        "wide.csv": _CSV.replace(";", "\t").encode("utf-16"),
    }


def packages() -> dict[str, dict[str, bytes]]:
    """Return the members of packages, by the package's name."""
    return {"list.odt": _odt(), "rows.xlsx": _xlsx()}


def _odt() -> dict[str, bytes]:
    names = {"office": "office", "text": "text", "table": "table", "style": "style"}
    names |= {"draw": "drawing", "fo": "xsl-fo-compatible"}
    spaces = " ".join(f'xmlns:{key}="{_OASIS}:{name}:1.0"' for key, name in names.items())
    levels = "".join(
        f'<text:list-level-style-number text:level="{level}" style:num-format="{shown}" '
        f'style:num-suffix=")" text:start-value="{level}" text:display-levels="{level}"/>'
        for level, shown in ((1, "1"), (2, "a"), (3, "I"))
    )
    item = "<text:list-item><text:p>The valve shall close</text:p>{}</text:list-item>"
    inner = f"<text:list>{item.format('') * 3}</text:list>"
    cell = (
        '<table:table-cell table:number-columns-spanned="{}"><text:p>{}</text:p></table:table-cell>'
    )
    body = (
        '<text:h text:outline-level="1">Scope</text:h><text:p>The pump<text:s text:c="3"/>shall'
        "<text:tab/>run<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>fast</text:p></text:note-body></text:note>.</text:p>"
        f'<text:list text:style-name="L1">{item.format(inner)}{item.format("")}</text:list>'
        '<table:table><table:table-column table:number-columns-repeated="3"/>'
        f'<table:table-row table:number-rows-repeated="2">{cell.format(2, "R1")}'
        f"{cell.format(1, 'must hold')}</table:table-row></table:table>"
        "<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>"
    )
    styles = f'<text:list-style style:name="L1">{levels}</text:list-style>'
    content = (
        f"{_HEAD}<office:document-content {spaces}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    common = f"{_HEAD}<office:document-styles {spaces}><office:styles/></office:document-styles>"
    return {
        "mimetype": _ODT.encode(),
        "content.xml": content.encode(),
        "styles.xml": common.encode(),
    }


def _xlsx() -> dict[str, bytes]:
    main = f'xmlns="{_OOXML}/spreadsheetml/2006/main" xmlns:r="{_OFFICE}"'
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{row % 3}</v></c><c r="B{row}" s="1"><v>45{row}.5'
        f'</v></c><c r="C{row}" t="inlineStr"><is><t>The pump shall run</t></is></c>'
        f'<c r="D{row}" t="b"><f>A{row}=1</f><v>1</v></c></row>'
        for row in range(1, 12)
    )
    made = {
        "[Content_Types].xml": f'<Types xmlns="{_OOXML}/package/2006/content-types"><Override '
        f'PartName="/xl/workbook.xml" ContentType="{_XLSX}"/></Types>',
        "_rels/.rels": _related(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {main}><sheets><sheet name="Rows" sheetId="1" r:id="s1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _related(
            ("s1", "worksheet", "worksheets/sheet1.xml"),
            ("s2", "sharedStrings", "sharedStrings.xml"),
            ("s3", "styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{rows}</sheetData><mergeCells>"
        '<mergeCell ref="A2:B3"/></mergeCells></worksheet>',
        "xl/sharedStrings.xml": f"<sst {main}><si><t>Id</t></si><si><t>REQ-1</t></si><si><r><t>a"
        "</t></r><r><t>b</t></r></si></sst>",
        "xl/styles.xml": f'<styleSheet {main}><numFmts><numFmt numFmtId="170" formatCode='
        '"#,##0.00;[Red]-0.0%;yyyy-mm-dd"/></numFmts><fonts><font/></fonts><cellXfs><xf '
        'numFmtId="0" fontId="0"/><xf numFmtId="170" fontId="0"/></cellXfs></styleSheet>',
    }
    return {name: (_HEAD + content).encode() for name, content in made.items()}


def _related(*entries: tuple[str, str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in entries
    )
    return f'<Relationships xmlns="{_OOXML}/package/2006/relationships">{inner}</Relationships>'
