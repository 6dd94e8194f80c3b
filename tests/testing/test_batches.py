"""The scripted server's files and batches, asked through the standard library's own client."""

import http.client
import json
from typing import Any

from reqx.testing import BatchApi, Reply, Request, ScriptedServer, replies

OK = replies.answer({"items": []})
FILE = {"input_file_id": "file-1", "endpoint": "/v1/chat/completions", "completion_window": "24h"}


def ask(server: ScriptedServer, method: str, path: str, body: bytes = b"", kind: str = "") -> Any:  # noqa: ANN401 - it is JSON
    port = int(server.base_url.split(":")[2].split("/")[0])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, f"/v1/{path}", body, {"Content-Type": kind})
        content = connection.getresponse().read()
        return [json.loads(line) for line in content.splitlines()]
    finally:
        connection.close()


def upload(server: ScriptedServer, *keys: str) -> None:
    lines = "\n".join(json.dumps({"custom_id": key, "body": {"model": key}}) for key in keys)
    part = 'Content-Disposition: form-data; name="file"; filename="a.jsonl"'
    body = f"--x\r\n{part}\r\n\r\n{lines}\r\n--x--\r\n".encode()
    ask(server, "POST", "files", body, "multipart/form-data; boundary=x")


def made(server: ScriptedServer, *keys: str) -> Any:  # noqa: ANN401 - it is JSON
    upload(server, *keys)
    (batch,) = ask(server, "POST", "batches", json.dumps(FILE).encode())
    return batch


def statuses(server: ScriptedServer, times: int) -> list[str]:
    return [ask(server, "GET", "batches/batch_2")[0]["status"] for _ in range(times)]


def test_batch_goes_its_steps_one_a_look() -> None:
    with ScriptedServer(BatchApi(lambda _: OK)) as server:
        assert made(server, "a")["status"] == "validating"
        assert statuses(server, 5) == [
            "validating",
            "in_progress",
            "finalizing",
            "completed",
            "completed",
        ]


def test_answers_come_in_another_order_and_errors_in_a_file_of_their_own() -> None:
    def reply(request: Request) -> Reply:
        faults = {"b": replies.error(500, "x"), "c": replies.reset(), "d": replies.hang()}
        return faults.get(request.body["model"], OK)

    api = BatchApi(reply, steps=())
    with ScriptedServer(api) as server:
        made(server, *"abcde")
        (batch,) = ask(server, "GET", "batches/batch_2")
        answers, errors = (
            ask(server, "GET", f"files/{batch[name]}/content")
            for name in ("output_file_id", "error_file_id")
        )
    assert [line["custom_id"] for line in answers] == ["e", "a"]
    assert [line["custom_id"] for line in errors] == ["d", "b"]
    assert [line["error"] and line["error"]["code"] for line in errors] == ["batch_expired", None]
    assert api.submitted == list("abcde")


def test_batch_goes_on_until_it_is_ended() -> None:
    api = BatchApi(lambda _: OK, ends=None)
    with ScriptedServer(api) as server:
        made(server, "a")
        assert statuses(server, 5)[-1] == "in_progress"
        api.end("expired")
        assert statuses(server, 1) == ["expired"]


def test_batch_that_fails_has_a_reason_and_no_files() -> None:
    with ScriptedServer(BatchApi(lambda _: OK, steps=(), ends="failed", error="full")) as server:
        made(server, "a")
        (batch,) = ask(server, "GET", "batches/batch_2")
    assert batch["errors"]["data"][0]["code"] == "full"
    assert "output_file_id" not in batch


def test_batches_are_listed_page_by_page_the_newest_first() -> None:
    with ScriptedServer(BatchApi(lambda _: OK)) as server:
        for _ in range(3):
            made(server, "a")
        (first,) = ask(server, "GET", "batches?limit=2")
        last = first["data"][-1]["id"]
        (rest,) = ask(server, "GET", f"batches?after={last}")
    assert [batch["id"] for batch in first["data"] + rest["data"]] == [
        "batch_6",
        "batch_4",
        "batch_2",
    ]
    assert (first["has_more"], rest["has_more"]) == (True, False)


def test_file_is_there_until_it_is_deleted() -> None:
    with ScriptedServer(BatchApi(lambda _: OK)) as server:
        upload(server, "a")
        assert ask(server, "GET", "files/file-1/content")[0]["custom_id"] == "a"
        assert ask(server, "DELETE", "files/file-1")[0]["deleted"]
        assert ask(server, "GET", "files/file-1/content")[0]["error"]["code"] == "not_found"


def test_what_is_no_file_and_no_batch_is_the_script_s() -> None:
    with ScriptedServer(BatchApi(lambda _: OK)) as server:
        assert ask(server, "POST", "chat/completions", b"{}")[0]["object"] == "chat.completion"
        assert ask(server, "GET", "batches/batch_9")[0]["error"]["code"] == "not_found"
