"""What scripts/fuzz-parsing breaks: always in the same way, and not only on the outside."""

from collections.abc import Mapping
from io import BytesIO
from random import Random
from zipfile import BadZipFile, ZipFile

import pytest
from fuzzing.mutation import MAX_BYTES, MUTATORS, broken
from fuzzing.seeds import KINDS, pack, seeds
from fuzzing.trees import misgrown
from lxml import etree

XML = b"<w:p xmlns:w='urn:w'><w:r w:val='1'>shall</w:r><w:r w:val='2'/></w:p>"
TEXT = b"/Name 12 0 R <tag a='1'> shall run 3.5 times " * 20


def _members(package: bytes) -> Mapping[str, bytes]:
    with ZipFile(BytesIO(package)) as zip_file:
        return {name: zip_file.read(name) for name in zip_file.namelist()}


def test_same_seed_breaks_the_same_files_in_the_same_way() -> None:
    found = seeds()
    first = [broken(found, number, seed=3) for number in range(40)]
    assert [broken(seeds(), number, seed=3) for number in range(40)] == first


def test_other_seed_breaks_in_other_ways() -> None:
    found = seeds(("html",))
    assert broken(found, 0, seed=3).content != broken(found, 0, seed=4).content


def test_kinds_take_turns() -> None:
    found = seeds()
    assert {broken(found, number, seed=3).kind for number in range(len(KINDS))} == set(KINDS)


def test_file_does_not_depend_on_those_before_it() -> None:
    found = seeds(("csv", "md"))
    assert broken(found, 9, seed=3) == [broken(found, number, seed=3) for number in range(10)][9]


@pytest.mark.parametrize("mutator", MUTATORS)
def test_each_accident_changes_most_texts(mutator: object) -> None:
    assert callable(mutator)
    made = [mutator(TEXT, Random(number)) for number in range(20)]  # noqa: S311 - must repeat
    assert sum(content != TEXT for content in made) >= 15


@pytest.mark.parametrize("mutator", MUTATORS)
def test_accident_to_an_empty_file_ends(mutator: object) -> None:
    assert callable(mutator)
    assert len(mutator(b"", Random(1))) <= MAX_BYTES  # noqa: S311 - it must repeat


def test_broken_xml_is_xml_still() -> None:
    made = [misgrown(XML, Random(number)) for number in range(50)]  # noqa: S311 - it must repeat
    assert all(etree.fromstring(content or b"").tag for content in made)
    assert len(set(made)) > 25


def test_what_is_no_xml_is_left_to_other_accidents() -> None:
    assert misgrown(b"application/zip", Random(1)) is None  # noqa: S311 - it must repeat


def test_members_of_a_package_are_broken_behind_its_checksums() -> None:
    found = seeds(("odt",))
    (whole,) = found["odt"]
    assert pack(_members(whole.content)) == whole.content
    made = [broken(found, number, seed=1).content for number in range(30)]
    assert sum(_is_intact(content) for content in made) >= 10


def _is_intact(package: bytes) -> bool:
    try:
        with ZipFile(BytesIO(package)) as zip_file:
            return zip_file.testzip() is None
    except (BadZipFile, EOFError, OSError, NotImplementedError, ValueError):
        return False
