import pytest

from reqx.extraction.rules.kinds import kind
from reqx.model.requirements import Kind
from tests.extraction.make import document, heading, paragraph
from tests.extraction.rules.read import read, reading


def test_words_of_one_kind_give_a_hint_with_a_confidence() -> None:
    found, confidence = kind(reading("The bidder shall submit the tender in an envelope."))
    assert found is Kind.SUBMISSION
    assert confidence is not None
    assert 0.4 < confidence <= 0.7


@pytest.mark.parametrize(
    ("text", "is_french", "expected"),
    [
        ("The lamp shall be written in the programming language C.", False, Kind.CONSTRAINT),
        ("The user shall search and export the list of lamps.", False, Kind.FUNCTIONAL),
        ("The availability and response time shall be measured.", False, Kind.QUALITY),
        ("The contractor shall hold an insurance and pay each invoice.", False, Kind.CONTRACTUAL),
        ("The drawings and the manual shall be delivered.", False, Kind.DELIVERABLE),
        ("Le logiciel libre doit être compatible avec le réseau existant.", True, Kind.CONSTRAINT),
        ("L'utilisateur doit pouvoir rechercher et saisir les lampes.", True, Kind.FUNCTIONAL),
        ("La disponibilité et le temps de réponse seront mesurés.", True, Kind.QUALITY),
        ("Le candidat remettra son offre sous pli fermé.", True, Kind.SUBMISSION),
        ("Le titulaire paiera chaque facture et l'assurance.", True, Kind.CONTRACTUAL),
        ("La documentation et les notices seront livrées.", True, Kind.DELIVERABLE),
    ],
)
def test_each_kind_is_told_by_its_words(text: str, is_french: bool, expected: Kind) -> None:  # noqa: FBT001 - a parameter of the table
    assert kind(reading(text, is_french=is_french))[0] is expected


def test_section_decides_where_words_do_not() -> None:
    parsed = document(heading("Performance"), paragraph("The lamp shall glow."))
    assert kind(read(parsed)[-1])[0] is Kind.QUALITY


def test_words_of_no_kind_give_no_hint() -> None:
    assert kind(reading("The lamp shall glow.")) == (None, None)
