"""What is dropped from the bytes of a part before it is parsed changes nothing that is read."""

import ast
from pathlib import Path
from random import Random

import pytest

from reqx.parsing.docx import thinning
from tests.parsing.docx.make import p, read, run, style, t, tbl, tc, texts, tr

CLUTTER = sorted(thinning.UNASKED)
LOOKS = ("", "<w:b/>", "<w:vanish/>", '<w:sz w:val="30"/>', '<w:rFonts w:ascii="Symbol"/>')
FORMER = ("", '<w:rPrChange w:id="1"><w:rPr><w:b/><w:lang/></w:rPr></w:rPrChange>')
MARKS = ("", "<w:del/>", '<w:ins w:id="1" w:author="a &lt; b"/>', "<w:moveFrom/>")
NAME = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BOUND = f'<w:document xmlns:w="{NAME}">'
LANG = '<w:lang w:val="en"/>'
ENDED = f"<w:t>a</w:t>{LANG}</w:document>"


def test_nothing_that_is_dropped_is_asked_for() -> None:
    asked = {
        node.value.strip("/")
        for path in Path(thinning.__file__).parent.glob("*.py")
        if path.name != "thinning.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {"sz", "pStyle", "gridSpan"} <= asked
    assert not asked & (thinning.UNASKED | {"rPrChange"})


class Maker:
    """Makes paragraphs and tables full of what nobody asks for."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - the same content in every run

    def clutter(self) -> str:
        names = self.random.choices(CLUTTER, k=self.random.randrange(4))
        values = self.random.choices(("", ' w:val="1"', " w:val='1'", ' w:a="/>" w:b="x"'), k=4)
        return "".join(f"<w:{name}{value}/>" for name, value in zip(names, values, strict=False))

    def amid(self, *held: str) -> str:
        return self.clutter() + "".join(each + self.clutter() for each in held)

    def paragraph(self) -> str:
        look = self.amid(self.random.choice(LOOKS), self.random.choice(FORMER))
        mark = self.random.choice(MARKS) + self.amid(*self.random.choices((*LOOKS, *FORMER), k=2))
        words = run(self.random.choice(("one &lt;w:lang/>", "two  ", " &#xF0B7;", "é")), look)
        layout = self.amid('<w:pStyle w:val="A"/>', "<w:tabs><w:tab/></w:tabs>")
        return p(self.amid(words, words), f"{layout}<w:rPr>{mark}</w:rPr>").replace(
            "<w:p>", self.random.choice(("<w:p>", '<w:p w:rsidR="00A1" w:rsidP="00B2">'))
        )

    def table(self) -> str:
        border = f"<w:tcBorders>{self.clutter()}</w:tcBorders>"
        spans = ("", '<w:gridSpan w:val="2"/>', '<w:shd w:fill="C0C0C0"/>')
        rows = [
            tr(*(tc(self.paragraph(), self.amid(border, self.random.choice(spans))) for _ in "abc"))
            for _ in range(3)
        ]
        return tbl(*rows, properties=self.clutter())


@pytest.mark.parametrize("seed", range(40))
def test_document_reads_as_it_does_unthinned(tmp_path: Path, seed: int) -> None:
    made = Maker(seed)
    body = made.amid(made.paragraph(), made.table(), made.paragraph(), made.paragraph())
    assert len(thinning.thinned(_shortened(body))) < len(_shortened(body))
    # With a comment, nothing is dropped.
    assert read(tmp_path, body) == read(tmp_path, f"{body}<!-- -->")


def _shortened(body: str) -> bytes:
    return f"{BOUND}{body}</w:document>".encode()


@pytest.mark.parametrize(
    "begin",
    [
        "",
        '<?xml version="1.0"?>',
        '\ufeff<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n',
        "<?xml version='1.0' encoding='us-ascii'?>",
    ],
)
def test_empty_tag_that_nobody_asks_for_is_dropped(begin: str) -> None:
    data = f"{begin}{BOUND}{ENDED}".encode()
    assert thinning.thinned(data) == data.replace(LANG.encode(), b"")


@pytest.mark.parametrize(
    ("why", "begin"),
    [
        ("comment", f"{BOUND}<!-- -->"),
        ("section of characters", f"{BOUND}<![CDATA[x]]>"),
        ("processing instruction", f"{BOUND}<?x y?>"),
        ("first of all an instruction", f"<?x y?>{BOUND}"),
        ("document type", f"<!DOCTYPE x>{BOUND}"),
        ("encoding", f'<?xml version="1.0" encoding="Shift_JIS"?>{BOUND}'),
        ("no namespace", "<w:document>"),
        ("another namespace", '<w:document xmlns:w="x">'),
        ("bound twice", f'{BOUND}<w:p xmlns:w = "x"/>'),
        ("bound twice to the same", f'{BOUND}<w:p xmlns:w="{NAME}"/>'),
    ],
)
def test_part_that_is_not_plain_is_left_as_it_is(why: str, begin: str) -> None:
    data = f"{begin}{ENDED}".encode()
    assert thinning.thinned(data) == data, why


def test_utf_16_is_left_as_it_is() -> None:
    data = f"{BOUND}{ENDED}".encode("utf-16")
    assert thinning.thinned(data) == data


def test_tag_that_is_not_empty_stays() -> None:
    data = f"{BOUND}<w:lang>{t('a')}</w:lang><w:langs/></w:document>".encode()
    assert thinning.thinned(data) == data


def test_what_looks_like_a_tag_in_words_is_read(tmp_path: Path) -> None:
    words = '&lt;w:lang w:val="en"/> w:rsidR="1" >'
    assert texts(tmp_path, p(words) + p(run("<![CDATA[<w:lang/>]]>"))) == [
        '<w:lang w:val="en"/> w:rsidR="1" >',
        "<w:lang/>",
    ]


def test_namespace_of_a_paragraph_stays_for_what_is_within(tmp_path: Path) -> None:
    body = f'<w:p w:rsidR="1" xmlns:x="urn:x"><x:y>{run("a")}</x:y></w:p>'
    assert texts(tmp_path, body) == ["a"]


def test_deleted_mark_joins_paragraphs_whatever_stands_before_it(tmp_path: Path) -> None:
    first = p("a", '<w:rPr><w:b/><w:lang w:val="en"/><w:del w:id="1"/></w:rPr>')
    assert texts(tmp_path, first + p("b")) == ["ab"]


def test_part_that_is_damaged_only_in_what_is_dropped_is_read(tmp_path: Path) -> None:
    assert texts(tmp_path, p(run("a", '<w:lang w:val="en" w:val="fr"/>'))) == ["a"]


def test_first_row_set_apart_by_its_colour_alone_is_a_header(tmp_path: Path) -> None:
    head = '<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="1"/></w:rPr></w:tblStylePr>'
    look = '<w:tblStyle w:val="T"/><w:tblLook w:firstRow="1"/>'
    body = tbl(tr("a", "b 1"), tr("c", "d"), properties=look)
    found = read(tmp_path, body, styles=style("T", "T", head, "table")).blocks
    assert [block.is_header_row for block in found] == [True, False]
