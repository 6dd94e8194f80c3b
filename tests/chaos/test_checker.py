"""The checker finds what it is there for: correct histories pass, each broken one is named."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trials.checker import violations, worst_recovery
from trials.history import History
from trials.promise import Promise, yields_of

from tests.chaos import make

TOKEN = {"claim_token": make.attempt().claim_token}
OTHER_TOKEN = {"claim_token": "token-9"}
ERROR = {"status": "ERROR", "error_message": "it died", "requirements": 0}
FAILED = {"status": "FAILED", "completed_at": None, "result": None}
PENDING = {**FAILED, "status": "PENDING"}
PROCESSING = {
    **FAILED,
    "status": "PROCESSING",
    **TOKEN,
    "worker": make.attempt().worker,
    "lease_expires_at": 990.0,
}
NOTHING_STORED = {"requirements": (), "pages": ()}
WAITING = make.document(status="WAITING", requirements=0, processed_at=None)


def in_hand(**changes: object) -> History:
    """Return a history whose only job is being processed."""
    return make.history(
        documents=(WAITING,),
        jobs=(make.job(**(PROCESSING | changes)),),
        attempts=(make.attempt(outcome=None, ended_at=None),),
        **NOTHING_STORED,
    )


def crashed_out() -> History:
    """Return one whose document killed three workers."""
    return make.history(
        documents=(make.document(**ERROR),),
        jobs=(make.job(**FAILED, attempts=0, crashes=3, claims=3),),
        attempts=tuple(make.attempt(number, "crashed") for number in (1, 2, 3)),
        **NOTHING_STORED,
    )


CORRECT = [
    (make.history(), make.promise()),
    (make.rescued(), make.promise()),
    (in_hand(), make.promise(is_drained=False, deaths=())),
    (crashed_out(), make.promise(deaths=())),
]


@pytest.mark.parametrize(("history", "promise"), CORRECT)
def test_correct_history_breaks_no_rule(history: History, promise: Promise) -> None:
    assert violations(history, promise) == []


SECOND_TRY = make.attempt(2)
BROKEN = {
    "has no job": make.history(jobs=(), attempts=()),
    "document 1, which does not exist": make.history(documents=()),
    "attempt is of job 1, which does not exist": make.history(jobs=()),
    "PENDING after the drain": make.history(jobs=(make.job(**PENDING),)),
    "its lease ran out 10.0 s ago": in_hand(),
    "2 live jobs for rules": make.history(
        jobs=(make.job(**PENDING), make.job(id=2, **PENDING)),
    ),
    "is COMPLETED and yet claimed": make.history(jobs=(make.job(**TOKEN),)),
    "tells of another claim": in_hand(**OTHER_TOKEN),
    "was claimed 3 times and has attempts [1, 2]": make.history(
        jobs=(make.job(claims=3, crashes=1),),
        attempts=(make.attempt(1, "crashed"), SECOND_TRY),
    ),
    "has attempts [2]": make.history(attempts=(SECOND_TRY,)),
    "token token-1 was handed out 2 times": make.history(
        jobs=(make.job(claims=2, crashes=1),),
        attempts=(make.attempt(1, "crashed"), make.attempt(2, **TOKEN)),
    ),
    "attempt 1 of job 1 had not ended when attempt 2 of job 1 began": make.history(
        jobs=(make.job(claims=2, crashes=1),),
        attempts=(make.attempt(1, "lease_expired", ended_at=205.0), SECOND_TRY),
    ),
    "attempt 1 of job 1 had not ended when attempt 1 of job 2 began": make.history(
        jobs=(make.job(), make.job(id=2)),
        attempts=(
            make.attempt(),
            replace(make.attempt(), job_id=2, claim_token=OTHER_TOKEN["claim_token"]),
        ),
    ),
    "ended before it began": make.history(attempts=(make.attempt(ended_at=50.0),)),
    "ended at None as completed": make.history(attempts=(make.attempt(ended_at=None),)),
    "ended as lucky, which is no outcome": make.history(attempts=(make.attempt(1, "lucky"),)),
    "is COMPLETED, and its last attempt ended as retry": make.history(
        attempts=(make.attempt(1, "retry"),)
    ),
    "was completed 2 times": make.history(
        jobs=(make.job(claims=2, attempts=2),), attempts=(make.attempt(), SECOND_TRY)
    ),
    "was tried again after it was completed": make.history(
        jobs=(make.job(claims=2, attempts=2),), attempts=(make.attempt(), make.attempt(2, "retry"))
    ),
    "was completed and is FAILED": make.history(jobs=(make.job(**FAILED),)),
    "is COMPLETED, completed at None": make.history(jobs=(make.job(completed_at=None),)),
    "was charged 4 of 3 attempts": make.history(
        jobs=(make.job(claims=4, attempts=4),),
        attempts=(*(make.attempt(number, "retry") for number in (1, 2, 3)), make.attempt(4)),
    ),
    "went on after 4 crashes": make.history(
        jobs=(make.job(claims=5, crashes=4),),
        attempts=(*(make.attempt(number, "crashed") for number in (1, 2, 3, 4)), make.attempt(5)),
    ),
    "is PENDING with no crash left": make.history(
        jobs=(make.job(**PENDING, crashes=3, claims=3, attempts=0),),
        attempts=tuple(make.attempt(number, "crashed") for number in (1, 2, 3)),
    ),
    "counts 2 attempts, its history 1": make.history(jobs=(make.job(attempts=2),)),
    "counts 0 crashes, its history 1": make.history(
        jobs=(make.job(claims=2),), attempts=(make.attempt(1, "crashed"), SECOND_TRY)
    ),
    "was taken back 45.0 s after its worker was killed": make.history(
        jobs=(make.job(claims=2, crashes=1),),
        attempts=(make.attempt(1, "lease_expired", ended_at=150.0), SECOND_TRY),
    ),
    "accepted document f1 is not there": make.history(documents=(make.document(fingerprint="f2"),)),
    "the document f1 is there 2 times": make.history(documents=(make.document(), make.document())),
    "requirements belong to document 9": make.history(
        requirements=(*make.requirements(1), make.part(9, 0, uid="x"))
    ),
    "requirement 1-0 is there 2 times": make.history(requirements=make.requirements(1) * 2),
    "has requirements at positions [1]": make.history(requirements=make.requirements(1)[1:]),
    "says 2 requirements, it has 1": make.history(requirements=make.requirements(1)[:1]),
    "says 5 requirements, document 1 has 2": make.history(
        jobs=(make.job(result={"requirements": 5}),)
    ),
    "is DONE, and no job of it was completed": make.history(jobs=(make.job(**FAILED),)),
    "has rows, and no job of it was completed": make.history(
        documents=(make.document(**ERROR),), jobs=(make.job(**FAILED),)
    ),
    "is WAITING, its job 1 COMPLETED": make.history(documents=(make.document(status="WAITING"),)),
    "is ERROR for no reason": make.history(documents=(make.document(status="ERROR"),)),
    "is DONE and has no pages": make.history(pages=()),
    "is DONE and was never processed": make.history(documents=(make.document(processed_at=None),)),
    "is DONE and has the error": make.history(documents=(make.document(error_message="no"),)),
    "other requirements than after a quiet run": make.history(
        requirements=(make.requirements(1)[0], make.part(1, 1, uid="1-1", statement="The pump"))
    ),
    "other pages than after a quiet run": make.history(pages=(make.part(1, 0, text="The pump"),)),
}


@pytest.mark.parametrize("sentence", BROKEN)
def test_broken_history_is_named(sentence: str) -> None:
    found = violations(BROKEN[sentence], make.promise())
    assert any(sentence in violation for violation in found), found


def test_time_to_recover_runs_from_the_kill() -> None:
    assert worst_recovery(make.rescued(), make.promise()) == 2.0
    assert worst_recovery(make.history(), make.promise(deaths=())) is None


def test_retried_job_is_held_to_its_fresh_budget_only() -> None:
    again = make.history(
        jobs=(make.job(claims=2),), attempts=(make.attempt(1, "failed"), make.attempt(2))
    )
    assert violations(again, make.promise(retried=frozenset({1}), deaths=())) == []
    assert violations(again, make.promise(deaths=())) != []


def test_pruned_jobs_leave_their_documents() -> None:
    pruned = make.history(jobs=(), attempts=())
    assert violations(pruned, make.promise(is_pruned=True)) == []


def test_quiet_run_is_its_own_promise() -> None:
    assert yields_of(make.history()) == make.promise().yields


@given(st.data())
def test_no_row_can_be_lost_unseen(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(["documents", "jobs", "attempts", "requirements", "pages"]))
    rows = getattr(make.rescued(), table)
    lost = data.draw(st.integers(0, len(rows) - 1))
    fewer: dict[str, Any] = {table: (*rows[:lost], *rows[lost + 1 :])}
    assert violations(replace(make.rescued(), **fewer), make.promise())


@given(
    charged=st.integers(0, 2),
    crashes=st.lists(st.sampled_from(["crashed", "lease_expired"]), max_size=2),
    given_back=st.lists(st.sampled_from(["snoozed", "released"]), max_size=3),
    data=st.data(),
)
def test_any_way_within_the_budgets_is_correct(
    charged: int, crashes: list[str], given_back: list[str], data: st.DataObject
) -> None:
    outcomes = data.draw(st.permutations([*["retry"] * charged, *crashes, *given_back]))
    tries = [*outcomes, "completed"]
    job = make.job(attempts=charged + 1, crashes=len(crashes), claims=len(tries))
    attempts = tuple(make.attempt(number, outcome) for number, outcome in enumerate(tries, 1))
    history = make.history(jobs=(job,), attempts=attempts)
    assert violations(history, make.promise(deaths=())) == []


@given(st.permutations(range(2)))
def test_order_of_the_rows_means_nothing(order: list[int]) -> None:
    whole = make.rescued()
    shuffled = make.history(
        jobs=whole.jobs,
        attempts=tuple(whole.attempts[index] for index in order),
        requirements=tuple(whole.requirements[index] for index in order),
    )
    assert violations(shuffled, make.promise()) == []
