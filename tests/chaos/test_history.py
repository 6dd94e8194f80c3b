from sqlalchemy import text
from trials.checker import violations
from trials.history import dump, live, read
from trials.promise import Promise, yields_of

from reqx.store import Store
from tests import make

PROMISE = Promise(accepted=frozenset({make.sha256("tender.pdf")}))


def break_(store: Store, statement: str) -> None:
    with store.begin() as tx:
        assert tx.run(text(statement)) > 0


def test_rows_of_a_correct_run_are_read(store: Store, url: str) -> None:
    make.completed(store, "tender.pdf", make.requirement())
    history = read(url)
    assert violations(history, PROMISE) == []
    assert (len(history.jobs), len(history.attempts), len(history.requirements)) == (1, 1, 1)
    assert history.jobs[0].result == {"requirements": 1, "pages": 1, "rejected": 0, "warnings": 0}
    assert history.jobs[0].created_at <= history.attempts[0].started_at <= history.read_at + 1


def test_row_that_goes_missing_is_found(store: Store, url: str) -> None:
    make.completed(store, "tender.pdf", make.requirement())
    break_(store, "DELETE FROM requirements")
    assert any("says 1 requirements" in found for found in violations(read(url), PROMISE))


def test_changed_word_is_found(store: Store, url: str) -> None:
    make.completed(store, "tender.pdf", make.requirement())
    quiet = Promise(yields=yields_of(read(url)))
    break_(store, "UPDATE requirements SET statement = 'The system shall log.'")
    [found] = violations(read(url), quiet)
    assert "other requirements than after a quiet run" in found


def test_dump_shows_any_write_to_a_finished_document(store: Store, url: str) -> None:
    make.completed(store, "tender.pdf", make.requirement())
    make.job(store, "other.pdf")
    before = dump(url)
    assert (list(before), live(url)) == ([1], ["PENDING"])
    break_(store, "UPDATE attempts SET phase = 'extract'")
    assert dump(url) != before
