"""A member's name is a label that leads nowhere."""

import pytest

from reqx.intake.member import Member, label, told_apart


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("lot 1/spec.pdf", "lot 1/spec.pdf"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("a\\..\\b.pdf", "a/b.pdf"),
        ("./a//b.pdf", "a/b.pdf"),
        ("a\0.pdf", "a.pdf"),
        ("..", ""),
    ],
)
def test_label_leads_nowhere(name: str, shown: str) -> None:
    assert label(name) == shown


def test_name_beyond_measure_keeps_its_end() -> None:
    shown = label("x" * 70_000 + ".pdf")
    assert len(shown) == 255
    assert shown.endswith("x.pdf")


def test_members_of_one_name_are_told_apart() -> None:
    names = ["spec.pdf", "lot.1/spec", "spec.pdf", "lot.1/spec", "spec.pdf", ".x", ".x"]
    assert [member.name for member in told_apart(map(Member, names))] == [
        "spec.pdf",
        "lot.1/spec",
        "spec (2).pdf",
        "lot.1/spec (2)",
        "spec (3).pdf",
        ".x",
        ".x (2)",
    ]
