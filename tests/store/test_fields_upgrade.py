"""From schema 0005 to today's: rows stay, without what was not kept, and find their likes."""

from sqlalchemy import text

from reqx.review import duplicates
from reqx.store import requirements
from tests.conftest import opened
from tests.store import fifth_schema


def test_rows_of_before_stay_and_find_each_other(empty_url: str) -> None:
    fifth_schema.fill(empty_url)
    with opened(empty_url) as store:
        assert store.schema()[0] == "0005"
        store.upgrade()
        with store.read() as tx:
            rows = [requirements.get(tx, name * 16) for name in "ab"]
            first, second = duplicates.marked(tx, rows)
    assert (first.requirement.flags, first.requirement.flag_words) == (("vague-term",), ())
    assert (first.requirement.references, first.requirement.verification) == ((), None)
    assert (first.requirement.duplicate_of, second.requirement.duplicate_of) == (None, "a" * 16)


def test_workers_of_the_version_before_go_on_storing(empty_url: str) -> None:
    fifth_schema.fill(empty_url)
    with opened(empty_url) as store:
        store.upgrade()
        with store.begin() as tx:
            tx.run(text("DELETE FROM requirements"))
            tx.run(fifth_schema.ADD_REQUIREMENT, {"document": 1, "uid": "c" * 16})
        with store.read() as tx:
            [row] = duplicates.marked(tx, [requirements.get(tx, "c" * 16)])
    assert row.requirement.duplicate_of is None
