import pytest

from reqx.extraction.rules.sections import of_section, part_of_requirements


@pytest.mark.parametrize(
    ("language", "above", "heading"),
    [
        ("en", "1 Introduction", "1.2 Pump requirements"),
        ("en", "1 Introduction", "1.2 Basic requirements for the yard"),
        ("en", "1 Introduction", "1.2 The requirements"),
        ("fr", "1 Introduction", "1.2 Exigences de la cour"),
        ("fr", "1 Introduction", "1.2 Les exigences de la cour"),
        ("de", "1 Einleitung", "1.2 Betriebliche Anforderungen an die Pumpe"),
        ("de", "1 Einleitung", "1.2 Hofanforderungen"),
    ],
)
def test_heading_that_announces_requirements_outdoes_information_above(
    language: str, above: str, heading: str
) -> None:
    assert "informative_above" not in of_section(language, (above, heading))
    assert "informative_above" in of_section(language, (heading, above))


@pytest.mark.parametrize(
    ("language", "above", "heading"),
    [
        ("en", "1 Introduction", "1.2 Types of requirements"),
        ("en", "1 Introduction", "1.2 Requirements traceability"),
        ("fr", "1 Introduction", "1.2 Types d'exigences"),
        ("de", "1 Einleitung", "1.2 Arten der Anforderungen"),
    ],
)
def test_heading_about_requirements_announces_none(language: str, above: str, heading: str) -> None:
    assert "informative_above" in of_section(language, (above, heading))


def test_part_of_requirements_is_the_first_that_is_announced() -> None:
    section = ("2 Yard", "2.1 Requirements", "2.1.3 Pump requirements", "Oil")
    assert part_of_requirements("en", section) == section[:2]
    assert part_of_requirements("en", section[:1]) == ()
