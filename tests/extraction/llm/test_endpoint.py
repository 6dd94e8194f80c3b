import pytest

from reqx.errors import ConfigurationError
from reqx.extraction.llm.endpoint import Endpoint


@pytest.mark.parametrize(
    "url",
    [
        "ftp://api.example.com/v1",
        "api.example.com/v1",
        "https://",
        "https://user:secret@api.example.com/v1",
        "https://api.example.com/v1?key=secret",
        "https://api.example.com/v1#secret",
        "https://api.example.com:port/v1",
        "https://[::1/v1",
    ],
)
def test_url_that_cannot_be_called_or_shown_is_refused_unseen(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Endpoint(url, "m")
    assert "secret" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize(
    "url", ["http://api.example.com/v1", "http://10.0.0.1/v1", "http://localhost.example.com/v1"]
)
def test_plain_http_to_another_machine_must_be_allowed(url: str) -> None:
    with pytest.raises(ConfigurationError, match="without encryption"):
        Endpoint(url, "m")
    assert Endpoint(url, "m", is_plain_allowed=True).base_url == url


@pytest.mark.parametrize("host", ["127.0.0.1:11434", "localhost:8080", "[::1]:8080", "127.9.9.9"])
def test_plain_http_is_allowed_on_this_machine(host: str) -> None:
    endpoint = Endpoint(f"http://{host}/v1", "m")
    assert endpoint.is_loopback
    assert endpoint.host == host


@pytest.mark.parametrize("key", ["secret\n", "sec ret", "sécret", "secret\r\nX-Header: 1"])
def test_key_that_no_header_holds_is_refused_unseen(key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Endpoint("https://api.example.com/v1", "m", key)
    assert "cret" not in caught.value.message


def test_key_is_in_no_representation() -> None:
    assert "secret" not in repr(Endpoint("https://api.example.com/v1", "m", "secret"))
