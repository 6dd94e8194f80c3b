import pytest

from reqx.parsing.labels import LabelKind, label_of


@pytest.mark.parametrize(
    ("text", "label", "kind", "numbers"),
    [
        ("3.2.1 The gate", "3.2.1", LabelKind.NUMBER, (3, 2, 1)),
        ("3.1-Les travaux", "3.1", LabelKind.NUMBER, (3, 1)),
        ("4.2.1Pumps", "4.2.1", LabelKind.NUMBER, (4, 2, 1)),
        ("A.3 Scope", "A.3", LabelKind.NUMBER, (1, 3)),
        ("II.3 Scope", "II.3", LabelKind.NUMBER, (2, 3)),
        ("\u00a7 4.1 Scope", "\u00a7 4.1", LabelKind.NUMBER, (4, 1)),
        ("(iv) the gate", "(iv)", LabelKind.ENUMERATION, (4,)),
        ("a) the gate", "a)", LabelKind.ENUMERATION, (1,)),
        ("2- Des portes", "2-", LabelKind.ENUMERATION, (2,)),
        ("1\u00b0 le portail", "1\u00b0", LabelKind.ENUMERATION, (1,)),
        ("2/ Les portes", "2/", LabelKind.ENUMERATION, (2,)),
        ("B/ Les portes", "B/", LabelKind.ENUMERATION, (2,)),
        ("1\u00b0/ Le portail", "1\u00b0/", LabelKind.ENUMERATION, (1,)),
        ("\u2022 the gate", "\u2022", LabelKind.BULLET, ()),
        ("\u2212 the gate", "\u2212", LabelKind.BULLET, ()),
        ("-la grille", "-", LabelKind.BULLET, ()),
        ("o the gate", "o", LabelKind.BULLET, ()),
        ("FR-12 The gate", "FR-12", LabelKind.IDENTIFIER, ()),
        ("[REQ_SYS_4] The gate", "[REQ_SYS_4]", LabelKind.IDENTIFIER, ()),
        ("/LF10/ Das Tor", "/LF10/", LabelKind.IDENTIFIER, ()),
        ("R12: The gate", "R12:", LabelKind.IDENTIFIER, ()),
        ("Requirement 12: The gate", "Requirement 12", LabelKind.IDENTIFIER, ()),
        ("Article 3.2 \u2013 Objet", "Article 3.2", LabelKind.TITLE, (3, 2)),
        ("3 Scope", "3", LabelKind.BARE, (3,)),
    ],
)
def test_label_is_read_as_printed(
    text: str, label: str, kind: LabelKind, numbers: tuple[int, ...]
) -> None:
    found = label_of(text)
    assert found is not None
    assert (found.text, found.kind, found.numbers) == (label, kind, numbers)


@pytest.mark.parametrize(
    "text",
    [
        "The gate",
        "24/24 h",
        "e.g. the gate",
        "2012-12-01 meeting",
        "-12 V",
        "Section 2 is short",
        "A gate",
    ],
)
def test_word_is_no_label(text: str) -> None:
    assert label_of(text) is None
