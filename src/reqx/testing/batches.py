"""The files and batches of a scripted server: its script answers the calls in them too."""

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from itertools import count
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

from reqx.testing import replies
from reqx.testing.replies import Reply, Request

_CALLS = "/v1/chat/completions"
_UNKNOWN = replies.error(404, "No such object", code="not_found")
_PAGE = 20
_OVER = {"completed", "failed", "expired", "cancelled"}


@dataclass(slots=True)
class Batch:
    """A batch as the server has it; `calls` are the lines of its input file."""

    id: str
    calls: list[Mapping[str, Any]]
    said: dict[str, Any]
    steps: list[str] = field(default_factory=list)


class BatchApi:
    """A script: answers /v1/files and /v1/batches, and leaves all other requests to `script`.

    Each look at a batch takes it one of `steps` further, then to `ends`: completed, failed, expired
    or cancelled; None: it goes on until somebody calls `end`. Its calls are answered by `script`
    when it ends, the last one first: replies with status 200 are in the output file, others in the
    error file. A call whose reply hangs is one that was not made in time (the error file says so),
    and one whose connection is reset is in neither file. A batch without any line of a kind has no
    file of that kind. `through` may change or replace what a request to /v1/files or /v1/batches is
    answered, after it was carried out.

    `submitted` are the calls' custom ids, in the order in which batches with them were made.
    """

    def __init__(
        self,
        script: Callable[[Request], Reply],
        *,
        steps: Iterable[str] = ("validating", "in_progress", "finalizing"),
        ends: str | None = "completed",
        error: str | None = None,
        through: Callable[[Request, Reply], Reply] = lambda _, reply: reply,
    ) -> None:
        self.submitted: list[str] = []
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, Batch] = {}
        self._script = script
        self._steps = tuple(steps)
        self._ends = ends
        self._error = error
        self._through = through
        self._numbers = count(1)
        self._lock = threading.RLock()

    def __call__(self, request: Request) -> Reply:
        """Answer a request."""
        path = urlsplit(request.path).path.removeprefix("/v1").strip("/").split("/")
        if path[0] not in {"files", "batches"}:
            return self._script(request)
        with self._lock:
            reply = self._files(request, path[1:]) if path[0] == "files" else None
            reply = reply or self._batches(request, path[1:])
        return self._through(request, reply)

    def end(self, status: str = "completed") -> None:
        """End all batches that have not ended, and those that are made from now on."""
        with self._lock:
            self._ends = status
            for batch in self.batches.values():
                batch.steps.clear()

    def refuse(self, batch: str, error: str) -> None:
        """Let a batch fail for this reason, as one does that has not been begun."""
        with self._lock:
            self._error = error
            self._finish(self.batches[batch], "failed")

    def _files(self, request: Request, path: list[str]) -> Reply:
        if not path:
            file = self._kept(_uploaded(request))
            return _json({"id": file, "object": "file", "purpose": "batch"})
        if path[0] not in self.files:
            return _UNKNOWN
        if request.method == "DELETE":
            del self.files[path[0]]
            return _json({"id": path[0], "object": "file", "deleted": True})
        return Reply(self.files[path[0]], 200, {"Content-Type": "application/octet-stream"})

    def _batches(self, request: Request, path: list[str]) -> Reply:
        if path:
            batch = self.batches.get(path[0])
            return _UNKNOWN if batch is None else _json(self._looked_at(batch))
        return self._made(request) if request.method == "POST" else self._listed(request)

    def _made(self, request: Request) -> Reply:
        file = request.body["input_file_id"]
        if file not in self.files:
            return replies.error(400, "No such file", code="invalid_file")
        calls = [json.loads(line) for line in self.files[file].splitlines()]
        said = {
            "id": f"batch_{next(self._numbers)}",
            "object": "batch",
            "endpoint": request.body["endpoint"],
            "input_file_id": file,
            "completion_window": request.body["completion_window"],
            "status": "validating",
            "created_at": int(time()),
            "metadata": request.body.get("metadata"),
        }
        self.batches[said["id"]] = Batch(said["id"], calls, said, list(self._steps))
        self.submitted += [call["custom_id"] for call in calls]
        return _json(said)

    def _listed(self, request: Request) -> Reply:
        query = parse_qs(urlsplit(request.path).query)
        newest = [batch.said for batch in reversed(self.batches.values())]
        after = query.get("after", [""])[0]
        start = next((n for n, said in enumerate(newest, 1) if said["id"] == after), 0)
        end = start + int(query.get("limit", [str(_PAGE)])[0])
        page = {"object": "list", "data": newest[start:end], "has_more": end < len(newest)}
        return _json(page)

    def _looked_at(self, batch: Batch) -> Mapping[str, Any]:
        if batch.said["status"] in _OVER:
            return batch.said
        if batch.steps:
            batch.said["status"] = batch.steps.pop(0)
        elif self._ends is None:
            batch.said["status"] = "in_progress"
        else:
            self._finish(batch, self._ends)
        return batch.said

    def _finish(self, batch: Batch, status: str) -> None:
        batch.said["status"] = status
        if status == "failed":
            code = self._error or "invalid_request"
            batch.said["errors"] = {"object": "list", "data": [{"code": code, "line": None}]}
            return
        answers: list[Mapping[str, Any]] = []
        errors: list[Mapping[str, Any]] = []
        for call in reversed(batch.calls):
            reply = self._script(_request(call))
            if reply.cut_after != -1:
                line = _line(call, reply)
                (answers if reply.is_sent and reply.status == 200 else errors).append(line)
        for name, lines in (("output_file_id", answers), ("error_file_id", errors)):
            if lines:
                batch.said[name] = self._kept("\n".join(map(json.dumps, lines)).encode())

    def _kept(self, content: bytes) -> str:
        file = f"file-{next(self._numbers)}"
        self.files[file] = content
        return file


def _uploaded(request: Request) -> bytes:
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    parts = message_from_bytes(head + request.content).get_payload()
    named = {part.get_param("name", header="content-disposition"): part for part in parts}  # type: ignore[union-attr]
    return bytes(named["file"].get_payload(decode=True))  # type: ignore[union-attr]


def _request(call: Mapping[str, Any]) -> Request:
    """Return a call of a batch as if it had come by itself."""
    return Request(0.0, _CALLS, {}, call["body"], 0)


def _line(call: Mapping[str, Any], reply: Reply) -> Mapping[str, Any]:
    line = {"id": f"batch_req_{call['custom_id'][:8]}", "custom_id": call["custom_id"]}
    if not reply.is_sent:
        message = "This request could not be executed before the completion window expired."
        return line | {"response": None, "error": {"code": "batch_expired", "message": message}}
    response = {
        "status_code": reply.status,
        "request_id": f"req_{call['custom_id'][:8]}",
        "body": json.loads(reply.body),
    }
    return line | {"response": response, "error": None}


def _json(said: object) -> Reply:
    return replace(replies.answer({}), body=json.dumps(said).encode())
