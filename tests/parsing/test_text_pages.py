from pathlib import Path

from tests.parsing.test_text import BODY, HEADING, read


def test_form_feeds_part_numbered_pages(tmp_path: Path) -> None:
    found = read(tmp_path, "One.\f\n\fThree.")
    assert [(page.number, page.text) for page in found.pages] == [
        (1, "One."),
        (2, ""),
        (3, "Three."),
    ]
    assert [block.page for block in found.blocks] == [1, 3]


PLACES = ("mill", "weir", "lock", "dam")


def body(place: str) -> str:
    return "\n".join(f"{line} {place}" for line in BODY.split("\n") if line)


def rfc() -> str:
    return "\n\f\n".join(
        f"Internet-Draft            Gates            May 2026\n\n\n{n + 1}. The {place}\n\n"
        f"{body(place)}\n\n\nAuthor & Other      Expires June 2026      [Page {n}]"
        for n, place in enumerate(PLACES, start=1)
    )


def test_running_headers_and_footers_are_furniture(tmp_path: Path) -> None:
    found = read(tmp_path, rfc())
    assert found.furniture == (
        "Internet-Draft Gates May 2026",
        "Author & Other Expires June 2026 [Page 1]",
    )
    assert "Expires" not in found.text
    assert sum(b.kind is HEADING for b in found.blocks) == 4


def test_paragraph_runs_over_a_page_break(tmp_path: Path) -> None:
    header = "Gates of the Lock, Volume 2\n\n"
    half = BODY.index("width")
    found = read(tmp_path, "\f".join([header + BODY[:half], header + BODY[half:], header + "End."]))
    assert [b.text for b in found.blocks] == [" ".join(BODY.split()), "End."]
    assert [b.page for b in found.blocks] == [1, 3]


def test_numbers_that_do_not_count_pages_are_no_furniture(tmp_path: Path) -> None:
    pages = [f"Gate {n}\n\n{body(x)}" for n, x in zip((7, 3, 9, 4), PLACES, strict=True)]
    found = read(tmp_path, "\f".join(pages))
    assert "Gate 9" in found.text
    assert found.furniture == ()


def test_what_binds_is_no_furniture(tmp_path: Path) -> None:
    pages = [f"The gate shall close.\n\n{body(place)}" for place in PLACES]
    assert read(tmp_path, "\f".join(pages)).text.count("shall close") == 4


def test_heading_that_is_later_the_running_header_stays_once(tmp_path: Path) -> None:
    pages = (
        [*map(body, PLACES * 3)]
        + ["Network\n\n" + body(x) for x in PLACES]
        + [*map(body, PLACES * 3)]
    )
    found = read(tmp_path, "\f".join(f"Page {n}\n\n{page}" for n, page in enumerate(pages)))
    assert found.text.count("Network") == 1
    assert "Network" in found.furniture


def test_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    assert read(tmp_path, rfc()) == read(tmp_path, rfc())
