"""Short ways from our own sentences to what the rules make of them."""

from reqx.extraction.passages import units
from reqx.extraction.rules import RulesExtractor
from reqx.extraction.rules.profile import profile
from reqx.extraction.rules.reading import Reading, readings
from reqx.model.blocks import ParsedDocument
from reqx.model.requirements import Candidate
from reqx.parsing.assembly import Draft
from tests.extraction.make import document, paragraph

FRENCH = paragraph("Le réservoir est dans la cour de la ferme et les vannes sont sur le mur.")
"""Tells the rules that a short document is in French."""

GERMAN = paragraph("Der Behälter ist im Hof und die Ventile sind an der Wand bei dem Tor.")
"""The same for German."""


def read(parsed: ParsedDocument) -> list[Reading]:
    return readings(profile(parsed), units(parsed))


def extract(*drafts: Draft) -> list[Candidate]:
    return list(RulesExtractor().extract(document(*drafts)))


def statements(*drafts: Draft) -> list[str]:
    return [candidate.statement for candidate in extract(*drafts)]


def reading(text: str, *, is_french: bool = False) -> Reading:
    """Read one sentence."""
    drafts = [paragraph(text), FRENCH] if is_french else [paragraph(text)]
    return read(document(*drafts))[0]
