"""Batches of calls by real workers: killed at any moment, none of them pays for anything twice."""

import subprocess
from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from reqx.testing import BatchApi, Reply, Request, ScriptedServer, replies
from tests.end_to_end import documents
from tests.end_to_end.command import Reqx, wait_for
from tests.worker.llm import batch_site, site

PAGES = 3
DRAIN = ("work", "--llm-batch", "--drain")


class Hold:
    """Lets no answer to a kind of request through, once it was carried out, until it is let go."""

    def __init__(self, method: str, path: str, number: int = 0) -> None:
        self.is_met = False
        self._is_over = False
        self._which = (method, path, number)
        self._numbers = count()

    def __call__(self, request: Request, reply: Reply) -> Reply:
        method, path, number = self._which
        is_it = request.method == method and request.path.endswith(path)
        if self._is_over or not is_it or next(self._numbers) < number:
            return reply
        self.is_met = True
        return replies.hang()

    def let_go(self) -> None:
        self._is_over = True


MOMENTS = {
    "the file is there": Hold("POST", "/files"),
    "the batch is made": Hold("POST", "/batches"),
    "the batch is under way": Hold("GET", "/batches/batch_2"),
    "half of the answers are written": Hold("GET", "/content", 1),
}


def configured(reqx: Reqx, server: ScriptedServer) -> Reqx:
    names = {
        "REQX_EXTRACTOR": "llm",
        "REQX_LLM_BASE_URL": server.base_url,
        "REQX_LLM_MODEL": "gpt-4o-mini",
        "REQX_LLM_API_KEY": site.KEY,
        "REQX_LLM_BATCH_SECONDS": "0.2",
    }
    return Reqx(reqx.home, reqx.variables | names)


def tender(folder: Path, number: int = 1) -> Path:
    return documents.pdf(folder / f"{number}.pdf", pages=PAGES, word=f"valve{number}")


def calls(server: ScriptedServer) -> int:
    """Return how many calls about documents were made by themselves."""
    return len(batch_site.called(server))


def check_once(api: BatchApi) -> None:
    assert api.submitted
    assert max(Counter(api.submitted).values()) == 1


@pytest.fixture(params=MOMENTS, ids=lambda moment: moment.replace(" ", "-"))
def hold(request: pytest.FixtureRequest) -> Hold:
    return MOMENTS[request.param]


def test_killed_worker_s_batch_is_taken_over_by_the_next(
    sqlite_reqx: Reqx, tmp_path: Path, hold: Hold
) -> None:
    api = BatchApi(batch_site.faulty(replies.error(500, "busy")), through=hold)
    with ScriptedServer(api) as server:
        reqx = configured(sqlite_reqx, server)
        reqx("upload", tender(tmp_path))
        worker = reqx.start(*DRAIN)
        wait_for(lambda: hold.is_met, "the moment")
        worker.kill()
        worker.communicate(timeout=60)
        hold.let_go()
        reqx(*DRAIN)
        assert reqx.status_of() == "DONE"
        # What failed in the batch.
        assert calls(server) == 1
    assert len(reqx.requirements()) == PAGES
    assert len(set(api.submitted)) > 1
    check_once(api)
    assert reqx.json("jobs", "show", 1)["attempts"] == 1


def ended(worker: subprocess.Popen[str]) -> tuple[int, str]:
    _, errors = worker.communicate(timeout=120)
    return worker.returncode, errors


def test_workers_on_one_database_send_nothing_twice(reqx: Reqx, tmp_path: Path) -> None:
    api = BatchApi(site.naming("shall"))
    with ScriptedServer(api) as server:
        reqx = configured(reqx, server)
        for number in range(4):
            reqx("upload", tender(tmp_path, number))
        workers = [reqx.start(*DRAIN, "--concurrency", "2") for _ in range(2)]
        assert [ended(worker)[0] for worker in workers] == [0, 0]
        assert calls(server) == 0
    found = reqx.json("jobs", "list")
    assert [(job["status"], job["attempts"]) for job in found] == [("COMPLETED", 1)] * 4
    check_once(api)


def test_run_of_the_next_night_takes_in_what_the_last_one_sent(
    sqlite_reqx: Reqx, tmp_path: Path
) -> None:
    api = BatchApi(site.naming("shall"), ends=None)
    with ScriptedServer(api) as server:
        reqx = configured(sqlite_reqx, server)
        reqx("upload", tender(tmp_path))
        done = reqx(*DRAIN, "--max-runtime", "3s")
        assert "waits for batch batch_2" in done.stderr
        assert "1 sent to wait for a batch" in done.stderr
        check_told(reqx)
        api.end()
        assert reqx.json(*DRAIN)["completed"] == 1
    check_once(api)
    assert reqx.json("jobs", "show", 1)["batches"] == []


def check_told(reqx: Reqx) -> None:
    """See that an operator can tell what the job waits for, and since when."""
    (job,) = reqx.json("jobs", "list")
    assert (job["status"], job["attempts"]) == ("PENDING", 0)
    assert job["batch_since"]
    (batch,) = reqx.json("jobs", "show", 1)["batches"]
    assert batch["id"] == "batch_2"
    assert batch["since"] == job["batch_since"]
    assert "in a batch" in reqx("jobs", "list").stdout
    assert "since 20" in reqx("jobs", "show", 1).stdout
    (spent,) = reqx.json("stats", "--llm")
    assert spent["in_batches"] == spent["calls"] > 0
    assert "In batches" in reqx("stats", "--llm").stdout
    assert "in batches" in reqx("jobs", "show", 1).stdout


def test_server_without_batches_is_told_with_the_remedy(sqlite_reqx: Reqx, tmp_path: Path) -> None:
    def reply(request: Request) -> Reply:
        is_call = request.path.endswith("/chat/completions")
        return site.naming("shall")(request) if is_call else replies.error(404, "not found")

    with ScriptedServer(reply) as server:
        reqx = configured(sqlite_reqx, server)
        reqx("upload", tender(tmp_path))
        done = reqx(*DRAIN, status=78)
        assert "takes no batches" in done.stderr
        assert "Leave out --llm-batch" in done.stderr
        assert reqx.json("jobs", "show", 1)["attempts"] == 0
        reqx("work", "--drain")
    assert reqx.status_of() == "DONE"


def test_batches_need_a_model(sqlite_reqx: Reqx) -> None:
    done = sqlite_reqx(*DRAIN, status=78)
    assert "--llm-batch needs a language model" in done.stderr
