"""Where the model is, and what may be told about it."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from reqx.errors import ConfigurationError

_KEY = re.compile(r"[\x21-\x7e]*")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A base URL (".../v1"), a model there, and the key, which is in no representation.

    ConfigurationError: not an http or https URL, a password, query or fragment in it (the key is
    the only secret, and URLs are printed), plain http to another machine unless
    `is_plain_allowed`, a key that no header can hold.
    """

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    is_plain_allowed: bool = False

    def __post_init__(self) -> None:
        """Refuse what would send text or key where it must not go."""
        parts = _split(self.base_url)
        if parts.scheme == "http" and not (self.is_plain_allowed or _is_loopback(parts)):
            raise ConfigurationError(
                f"{parts.hostname} would be sent documents and the key without encryption",
                hint="Use https, or a server on this machine.",
            )
        if not _KEY.fullmatch(self.key):
            raise ConfigurationError(
                "the key of the language model holds a space or a sign that no key has",
                hint="Copy the key again, without quotes and line breaks.",
            )

    @property
    def host(self) -> str:
        """The host and port that are called, and no other."""
        return _split(self.base_url).netloc

    @property
    def is_loopback(self) -> bool:
        """Whether the model runs on this machine."""
        return _is_loopback(_split(self.base_url))


def _split(url: str) -> SplitResult:
    refused = ConfigurationError(
        "the base URL of the language model is none that can be called",
        hint="It looks like https://api.example.com/v1, without a password, '?' or '#'.",
    )
    try:
        parts = urlsplit(url)
        # A port that is no number is found when it is asked for.
        is_told = parts.port != 0 and bool(parts.hostname)
    except ValueError as error:
        raise refused from error
    is_plain = not (parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme not in {"http", "https"} or not is_told or not is_plain:
        raise refused
    return parts


def _is_loopback(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
