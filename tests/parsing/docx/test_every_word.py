"""Every word that is printed is in exactly one block or in the furniture, wherever it stands."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from tests.parsing.docx.make import note, p, read, reference, run, sdt, tbl, tc, tr

GONE = run("gone")
BOX = "<w:txbxContent>{}</w:txbxContent>"
SHAPE = f"<w:r><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></w:r>"
PICTURE = f"<w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r>"
CHOICE = "<mc:Choice Requires='wps'>{}</mc:Choice>"
TWICE = f"<mc:AlternateContent>{CHOICE}<mc:Fallback>{GONE}</mc:Fallback></mc:AlternateContent>"
FIELD = (
    "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>gone</w:instrText>"
    "<w:fldChar w:fldCharType='separate'/></w:r>"
)
INLINE = (
    "{}",
    "<w:ins>{}</w:ins>",
    "<w:moveTo>{}</w:moveTo>",
    "<w:hyperlink>{}</w:hyperlink>",
    "<w:fldSimple>{}</w:fldSimple>",
    "<w:smartTag>{}</w:smartTag>",
    "<w:customXml>{}</w:customXml>",
    "<w:bdo>{}</w:bdo>",
    f"<w:r><w:ruby><w:rt>{GONE}</w:rt><w:rubyBase>{{}}</w:rubyBase></w:ruby></w:r>",
    f"<w:del>{GONE}</w:del>{{}}",
    f"{{}}<w:moveFrom>{GONE}</w:moveFrom>",
    f"{FIELD}{{}}<w:r><w:fldChar w:fldCharType='end'/></w:r>",
    sdt("{}"),
    TWICE,
)
LOOKS = ("", "<w:b/>", "<w:vanish/>", "<w:caps/>")
AROUND = (sdt("{}"), "<w:customXml>{}</w:customXml>", "<w:ins>{}</w:ins>", TWICE)
NOTES = ("footnote", "endnote", "comment")


@dataclass
class Maker:
    """Makes content at random; `words` are all that a reader must find, once each."""

    random: Random
    words: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)

    def run(self) -> str:
        self.words.append(f"w{len(self.words)}")
        made = run(f" {self.words[-1]} ", self.random.choice(LOOKS))
        for _ in range(self.random.randrange(3)):
            made = self.random.choice(INLINE).format(made)
        return made

    def paragraph(self, depth: int) -> str:
        held = [self.run() for _ in range(self.random.randint(1, 3))]
        if depth and self.random.random() < 0.3:
            held.append(self.random.choice((SHAPE, PICTURE)).format(self.blocks(depth - 1)))
        if depth and self.random.random() < 0.3:
            held.append(self.note())
        return p("".join(held))

    def note(self) -> str:
        kind, key = self.random.choice(NOTES), len(self.words)
        made = note(kind, key, p(self.run()))
        self.notes[f"{kind}s"] = self.notes.get(f"{kind}s", "") + made
        return reference(kind, key)

    def table(self, depth: int) -> str:
        rows = []
        for _ in range(self.random.randint(1, 3)):
            wide = tc(self.blocks(depth), '<w:gridSpan w:val="2"/>')
            below = sdt(tc(p("<w:r/>"), "<w:vMerge/>"))
            row = f"<w:tr>{wide}{below}{sdt(tc(self.blocks(depth)))}</w:tr>"
            rows.append(sdt(row) if self.random.random() < 0.3 else row)
        return tbl(*rows, tr(tc("gone"), properties="<w:del/>"))

    def blocks(self, depth: int) -> str:
        kinds: list[Callable[[int], str]] = [self.paragraph]
        if depth:
            kinds.append(lambda left: self.table(left - 1))
            kinds.append(lambda left: self.random.choice(AROUND).format(self.blocks(left - 1)))
        held = [self.random.choice(kinds)(depth) for _ in range(self.random.randint(1, 3))]
        # A cell, a box and a body end with a paragraph.
        return "".join(held) + self.paragraph(0)


@pytest.mark.parametrize("seed", range(60))
def test_every_printed_word_is_read_once(tmp_path: Path, seed: int) -> None:
    maker = Maker(Random(seed))  # noqa: S311 - the same content in every run
    body, header = maker.blocks(3), maker.blocks(0)
    document = read(tmp_path, body, header=header, **maker.notes)
    found = [block.text for block in document.blocks] + list(document.furniture)
    words = Counter(word for text in found for word in text.split() if word[0] in "wg")
    assert words == Counter(maker.words)
