"""Imported by the fork server: what each document's process would compile anew is compiled once.

The word lists alone took 50 ms of CPU time of every document.
"""

import gc

from reqx.extraction.language import language
from reqx.extraction.lexicon import languages, lexicon
from reqx.extraction.rules.extractor import RulesExtractor
from reqx.model.blocks import Block, BlockKind, Page, ParsedDocument

_TEXT = "SRS-1 The pump shall stop within 5 s (M). See Art. 3 for the rest."


def _warm() -> None:
    for name in languages():
        lexicon(name)
    paragraph = Block(BlockKind.PARAGRAPH, _TEXT, 0, len(_TEXT))
    document = ParsedDocument("text/plain", "none", (Page(None, None, _TEXT, 0),), (paragraph,))
    list(RulesExtractor().extract(document))
    language(document)
    # What is here for good need not be looked through, and copied, by each child's collector.
    gc.collect()
    gc.freeze()


_warm()
