"""A chunk is asked about until each unit is answered about or a gap, and nothing is paid twice."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pytest

from reqx.extraction.llm.chunks import chunks
from reqx.extraction.llm.inquiry import MOST_SPLITS, TRIES, WAITS, Findings, Inquiry, Kept
from reqx.extraction.llm.outcomes import Outcome, RateLimited, Unauthorised, Unavailable, Usage
from reqx.extraction.llm.questions import Capability
from reqx.extraction.passages import units
from reqx.testing import Reply, Request, ScriptedServer, replies
from tests.extraction.llm.make import client, judge_of
from tests.extraction.make import document, paragraph

PARSED = document(*(paragraph(f"Pump {n} shall deliver {n} bar.") for n in range(16)))
UNITS = units(PARSED)
NONE = replies.answer({"items": []})
JUNK = replies.answer("Certainly! Here you are:")

_LINE = re.compile(r"^\[(\d+)\] ", re.MULTILINE)


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Memory:
    """A ledger in memory; `dies_at`: the number of the call that the process does not survive."""

    kept: dict[str, Kept] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    ends: list[tuple[int, Outcome]] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    dies_at: int = -1

    def find(self, key: str) -> Kept | None:
        return self.kept.get(key)

    def reserve(self, key: str, most: Usage) -> int:
        assert most.prompt > 0 < most.completion
        if len(self.calls) == self.dies_at:
            raise Killed
        self.calls.append(key)
        return len(self.calls) - 1

    def settle(self, call: int, outcome: Outcome, kept: Kept | None) -> None:
        self.ends.append((call, outcome))
        if kept:
            self.kept[self.calls[call]] = kept

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


Script = Iterable[Reply] | Callable[[Request], Reply]


def found(script: Script, ledger: Memory, *, most: int = 16) -> Findings:
    """Ask about the first `most` units."""
    (chunk,) = chunks(PARSED, UNITS[:most])
    with ScriptedServer(script) as server, client(server) as asked:
        judge = judge_of(PARSED)
        inquiry = Inquiry(asked, Capability(), judge, ledger)
        findings = inquiry.ask(chunk)
    assert findings.calls == len(server.requests)
    assert [call for call, _ in ledger.ends] == list(range(len(ledger.calls)))
    return findings


def answered(request: Request) -> Reply:
    """Name every unit."""
    numbers = _LINE.findall(request.body["messages"][1]["content"])
    return replies.answer(
        {
            "items": [
                {"ids": [int(n)], "modality": "mandatory", "kind": "other", "quote": ""}
                for n in numbers
            ]
        }
    )


def breathless(most: int) -> Callable[[Request], Reply]:
    """Answer about `most` units at a time."""

    def reply(request: Request) -> Reply:
        numbers = _LINE.findall(request.body["messages"][1]["content"])
        return answered(request) if len(numbers) <= most else replies.truncated()

    return reply


def statements(findings: Findings) -> list[str]:
    return [candidate.statement for candidate in findings.claims.candidates]


def in_gaps(findings: Findings) -> list[str]:
    return [unit.text for gap in findings.gaps for unit in gap.units]


ALL = [unit.text for unit in UNITS]


def test_answer_is_kept_and_paid_once() -> None:
    ledger = Memory()
    first = found(answered, ledger)
    second = found([], ledger)
    assert statements(first) == statements(second) == ALL
    assert (first.calls, second.calls) == (1, 0)


def test_answer_that_is_too_long_halves_the_chunk() -> None:
    findings = found(breathless(4), Memory())
    assert statements(findings) == ALL
    assert findings.calls == 1 + 2 + 4
    assert findings.gaps == []


def test_halving_has_an_end() -> None:
    findings = found(breathless(0), Memory())
    assert in_gaps(findings) == ALL
    assert {gap.word for gap in findings.gaps} == {"truncated"}
    assert findings.calls == sum(2**depth for depth in range(MOST_SPLITS + 1))


def test_half_that_was_too_long_is_not_asked_again() -> None:
    ledger = Memory()
    found(breathless(0), ledger)
    again = found([], ledger)
    assert in_gaps(again) == ALL
    assert again.calls == 0


def test_answer_of_another_shape_is_asked_for_once_more_by_halves() -> None:
    assert in_gaps(found([JUNK, NONE, JUNK], Memory())) == ALL[8:]
    assert in_gaps(found([JUNK, NONE, NONE], Memory())) == []


def test_answer_of_another_shape_about_one_unit_is_a_gap() -> None:
    findings = found([JUNK], Memory(), most=1)
    assert in_gaps(findings) == ALL[:1]
    assert findings.gaps[0].word == "invalid"


@pytest.mark.parametrize("refusing", [replies.refusal(), replies.filtered()])
def test_refusal_is_a_gap_at_once(refusing: Reply) -> None:
    findings = found([refusing], Memory())
    assert in_gaps(findings) == ALL
    assert findings.halted is None


def test_call_without_a_whole_reply_is_tried_again_soon() -> None:
    ledger = Memory()
    findings = found([replies.reset(), replies.html(502), NONE], ledger)
    assert findings.halted is None
    assert ledger.pauses == [0.5, 1.0]


def test_server_that_stays_away_halts_the_inquiry() -> None:
    findings = found([replies.error(503, "busy")] * TRIES, Memory())
    assert isinstance(findings.halted, Unavailable)
    assert findings.gaps == []


def test_call_too_many_is_made_again_when_the_ledger_lets_it() -> None:
    ledger = Memory()
    assert found([replies.rate_limited("7"), NONE], ledger).halted is None
    limited = ledger.ends[0][1]
    assert isinstance(limited, RateLimited)
    assert limited.retry_after_seconds == 7.0
    assert ledger.pauses == []


def test_call_that_is_the_one_too_many_again_and_again_is_not_given_up_soon() -> None:
    findings = found([*[replies.rate_limited("0")] * 12, NONE], Memory())
    assert findings.halted is None


def test_waiting_has_an_end() -> None:
    findings = found([replies.rate_limited("0")] * WAITS, Memory())
    assert isinstance(findings.halted, RateLimited)


def test_wrong_key_halts_the_inquiry_at_once() -> None:
    findings = found([replies.truncated(), replies.unauthorised()], Memory())
    assert isinstance(findings.halted, Unauthorised)
    assert findings.calls == 2


@pytest.mark.parametrize("kept", [Kept("answered", '{"items": 3}'), Kept("of a later version")])
def test_what_another_version_kept_is_asked_for_again(kept: Kept) -> None:
    ledger = Memory()
    found(answered, ledger)
    (place,) = ledger.kept
    other = Memory(kept={place: kept})
    assert statements(found(answered, other)) == ALL
    assert json.loads(other.kept[place].text)["items"]


@pytest.mark.parametrize("dies_at", range(7))
def test_killed_inquiry_goes_on_where_it_was(dies_at: int) -> None:
    ledger = Memory(dies_at=dies_at)
    (chunk,) = chunks(PARSED, UNITS)
    with ScriptedServer(breathless(4)) as server, client(server) as asked:
        inquiry = Inquiry(asked, Capability(), judge_of(PARSED), ledger)
        with pytest.raises(Killed):
            inquiry.ask(chunk)
        ledger.dies_at = -1
        assert statements(inquiry.ask(chunk)) == ALL
    assert len(server.requests) == 7
    assert len(set(ledger.calls)) == 7
