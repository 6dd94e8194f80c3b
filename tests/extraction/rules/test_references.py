import pytest

from reqx.extraction.grounding import ground
from reqx.extraction.lexicon import folded, lexicon
from reqx.extraction.rules import RulesExtractor
from reqx.extraction.rules.references import UNKNOWN, Known
from reqx.model.requirements import Reference
from tests.extraction.make import document, paragraph

LAMPS = Known(frozenset({"LAMP-001", "REQ 4"}), frozenset({("LAMP", "A-9"), ("REQ", "A 9")}))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It shall comply with section 3.2.", ["section 3.2"]),
        ("en", "It shall comply with sections 3.2, 3.3 and 4.", ["sections 3.2", "3.3", "4"]),
        ("en", "It shall comply with Annex B and Table 7.", ["Annex B", "Table 7"]),
        ("en", "It shall have 3.2 sections and one table.", []),
        ("fr", "Elle sera conforme à l'article 4.1 et au § 5.", ["article 4.1", "§ 5"]),
        ("fr", "Selon les chapitres 2 et 3, elle brillera.", ["chapitres 2", "3"]),
        ("fr", "Elle aura un article de 3 m.", []),
        ("de", "Siehe Abschnitt 3.2 und Anhang A.", ["Abschnitt 3.2", "Anhang A"]),
        ("de", "Sie muss Ziffer 4 bis 6 genügen.", ["Ziffer 4", "6"]),
        ("de", "Der Abschnitt ist 3 m lang.", []),
    ],
)
def test_numbers_of_sections_are_references(language: str, text: str, expected: list[str]) -> None:
    found = UNKNOWN.references(text, None, lexicon(language).hits(folded(text)))
    assert [one.text for one in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It glows as in LAMP-001, not as in LAMP-9.", ["LAMP-001", "LAMP-9"]),
        ("It glows as REQ 4 says.", ["REQ 4"]),
        ("It glows at 230 V for 3 days.", []),
        ("LAMP-002 glows as LAMP-001 does.", ["LAMP-001"]),
    ],
)
def test_identifiers_of_the_documents_shape_are_references(text: str, expected: list[str]) -> None:
    found = LAMPS.references(text, "LAMP-002", lexicon("en").hits(folded(text)))
    assert [one.text for one in found] == expected


def test_reference_leads_to_the_requirement_that_has_the_number() -> None:
    said = [f"LAMP-{number:03} The lamp {number} shall glow at night." for number in range(1, 6)]
    said.append("LAMP-006 The fan shall turn as LAMP-002 and LAMP-099 say.")
    parsed = document(*map(paragraph, said))
    found, _ = ground(parsed, RulesExtractor().extract(parsed), "f", "rules")
    uids = {one.source_id: one.uid for one in found}
    assert found[-1].references == (
        Reference("LAMP-002", "LAMP-002", uids["LAMP-002"]),
        Reference("LAMP-099", "LAMP-099", None),
    )
