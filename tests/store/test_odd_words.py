"""Words of a command line that no text of a database can hold."""

from reqx.model.filters import JobFilter
from reqx.store import Store, jobs, rates
from tests import make

ODD = "\udcff"


def test_a_rate_may_have_an_odd_name(store: Store) -> None:
    with store.hold() as tx:
        rates.set_rate(tx, ODD, 5.0)
        assert [rate.name for rate in rates.find(tx)] == ["\N{REPLACEMENT CHARACTER}"]


def test_odd_words_are_looked_for_in_errors(store: Store) -> None:
    make.failed(store, error=f"bad {ODD}")
    with store.read() as tx:
        assert jobs.count(tx, JobFilter(error=ODD)) == 1
        assert jobs.count(tx, JobFilter(error=f"good {ODD}")) == 0
