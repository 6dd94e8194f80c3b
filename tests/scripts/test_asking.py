"""The scripted models of the trials with a language model."""

from asking import models

from reqx.testing import Request, replies


def test_request_that_came_in_part_is_no_question() -> None:
    cut = Request(0.0, "/v1/chat/completions", {}, {}, 1)
    assert models.lines(cut) == []
    assert models.contrary(cut).body == replies.answer({"colours": ["amber"]}).body
