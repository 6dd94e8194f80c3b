"""Imported by the fork server: what each document's process would make anew is made once.

The word lists of the languages took 50 ms of CPU time of every document, those of all languages
together, and the other patterns, 10 ms.
"""

from reqx.extraction.language import language
from reqx.extraction.lexicon import everywhere, languages, lexicon
from reqx.extraction.passages import modals
from reqx.extraction.rules.extractor import RulesExtractor
from reqx.extraction.rules.fields import role
from reqx.extraction.rules.references import listed_behind
from reqx.model.blocks import Block, BlockKind, Page, ParsedDocument

_TEXT = (
    "SRS-1 The pump shall stop < 5 s after section 3.1 and 3.2 (M). See Art. 3. Priority: 1. "
    "The tank shall hold 5 l, if possible; the lid (a plate) may be opened."
)


def _warm() -> None:
    for spoken in languages():
        for name in lexicon(spoken).lists:
            everywhere(name)
        for phrases in lexicon(spoken).searched.values():
            phrases.prepare()
    for asked in (modals(), everywhere("modals.strong")):
        asked.prepare()
    paragraph = Block(BlockKind.PARAGRAPH, _TEXT, 0, len(_TEXT))
    document = ParsedDocument("text/plain", "none", (Page(None, None, _TEXT, 0),), (paragraph,))
    list(RulesExtractor().extract(document))
    role("Requirement (mandatory)")
    for spoken in languages():
        listed_behind(spoken)
    language(document)


_warm()
