from hypothesis import given
from hypothesis import strategies as st

from reqx.extraction.llm.chunks import MOST_UNITS, Chunk, chunks, halves
from reqx.extraction.llm.questions import BYTES_PER_TOKEN
from reqx.extraction.passages import Unit, units
from reqx.model.blocks import ParsedDocument
from reqx.parsing.assembly import Draft
from tests.extraction.make import document, heading, item, paragraph


def cut(parsed: ParsedDocument, most_tokens: int = 1200) -> list[Chunk]:
    return chunks(parsed, units(parsed), most_tokens)


def owned(*made: Chunk) -> list[Unit]:
    return [passage.unit for chunk in made for passage in chunk.passages]


def sentence(number: int, words: int = 6) -> str:
    return f"The pump number {number} shall run{' well' * words}."


DRAFTS = st.lists(
    st.one_of(
        st.integers(1, 40).map(lambda words: paragraph(sentence(1, words))),
        st.integers(1, 3).map(lambda level: heading("Pumps", level=level)),
    ),
    min_size=1,
    max_size=120,
)


@given(DRAFTS, st.integers(40, 400))
def test_every_unit_is_owned_once_and_in_its_order(drafts: list[Draft], most: int) -> None:
    parsed = document(*drafts)
    made = cut(parsed, most)
    assert owned(*made) == units(parsed)
    for chunk in made:
        size = sum(len(unit.text.encode()) for unit in owned(chunk))
        assert len(chunk.passages) == 1 or size <= most * BYTES_PER_TOKEN
        assert len(chunk.passages) <= MOST_UNITS


def test_small_sections_share_a_chunk() -> None:
    sections = [draft for n in range(5) for draft in (heading(f"Part {n}"), paragraph(sentence(n)))]
    (chunk,) = cut(document(*sections))
    assert [passage.path for passage in chunk.passages[:3]] == [
        ("Part 0",),
        ("Part 0",),
        ("Part 1",),
    ]


def test_section_that_fits_is_not_cut() -> None:
    short = [paragraph(sentence(n)) for n in range(4)]
    made = cut(document(heading("A"), *short, heading("B"), *short), most_tokens=150)
    assert [{passage.path for passage in chunk.passages} for chunk in made] == [{("A",)}, {("B",)}]


def test_long_unit_is_a_chunk_of_its_own() -> None:
    parsed = document(paragraph(sentence(1)), paragraph(sentence(2, 999)), paragraph(sentence(3)))
    assert [len(chunk.passages) for chunk in cut(parsed, 100)] == [1, 1, 1]


def test_neighbours_are_shown_short() -> None:
    parsed = document(*(paragraph(sentence(n, 200)) for n in range(5)))
    chunk = cut(parsed, 100)[2]
    assert [text[:17] for text in chunk.before] == ["The pump number 0", "The pump number 1"]
    assert [text[:17] for text in chunk.after] == ["The pump number 3", "The pump number 4"]
    assert all(len(text) < 310 for text in (*chunk.before, *chunk.after))


def test_words_that_introduce_a_list_go_with_its_items() -> None:
    items = [item(sentence(n, 30), label="-") for n in range(6)]
    made = cut(document(paragraph("The supplier shall deliver:"), *items), most_tokens=100)
    assert made[-1].before[0] == "The supplier shall deliver:"


def test_halves_own_what_the_whole_owned() -> None:
    (chunk,) = cut(document(*(paragraph(sentence(n)) for n in range(5))))
    first, second = halves(chunk)
    assert owned(first, second) == owned(chunk)
    assert first.after[0] == owned(second)[0].text
    assert second.before[-1] == owned(first)[-1].text


def test_one_unit_has_no_halves() -> None:
    (chunk,) = cut(document(paragraph(sentence(1))))
    assert halves(chunk) == []


def test_nothing_to_ask_about_is_no_chunk() -> None:
    assert chunks(document(paragraph("A pump.")), []) == []
