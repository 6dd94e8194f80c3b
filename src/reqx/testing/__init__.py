"""For tests of programs that ask a language model: a scripted OpenAI-compatible server.

    with ScriptedServer([replies.rate_limited("2"), replies.answer({"items": []})]) as server:
        ask(server.base_url)
    assert len(server.requests) == 2

With `BatchApi` as its script it has files and batches too:

    api = BatchApi(lambda request: replies.answer({"items": []}))
    with ScriptedServer(api) as server:
        ...

It speaks real HTTP on the loopback, so that a client is tested with its own sockets, timeouts and
connection pool. It needs nothing but the standard library and no test framework.
"""

from reqx.testing import replies
from reqx.testing.batches import BatchApi
from reqx.testing.rate import Rate
from reqx.testing.replies import Reply, Request
from reqx.testing.server import ScriptedServer

__all__ = ["BatchApi", "Rate", "Reply", "Request", "ScriptedServer", "replies"]
