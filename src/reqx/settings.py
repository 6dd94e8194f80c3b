"""Settings: options over environment over `./reqx.toml` over the user's file over defaults.

Read once, at the edge (the command line). Everything below is handed plain values. The table
`_READERS` is the whole list; a setting is `REQX_<NAME>` in the environment and `<name>` in TOML.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from platformdirs import user_config_path, user_data_path

from reqx.errors import ConfigurationError, PermissionRefused, StorageError


@dataclass(frozen=True, slots=True)
class Settings:
    """The values reqx runs with. URLs may hold a password: never print them as they are.

    `llm_budget` is tokens and millionths of money, one of them None; None: no budget.
    """

    home: Path
    database_url: str
    sqlite_synchronous: str
    notify: bool
    library_url: str
    extractor: str
    lease_seconds: float
    backoff_seconds: float
    deadline_seconds: float
    grace_seconds: float
    patience_seconds: float
    prune: bool
    max_attempts: int
    document_timeout_seconds: float
    document_cpu_seconds: float
    document_memory_mb: int
    document_output_mb: int
    ocr: str
    llm_base_url: str
    llm_model: str
    llm_api_key: str = field(repr=False)
    llm_api_key_file: Path | None
    llm_budget: tuple[int | None, int | None] | None
    llm_requests_per_minute: float | None
    llm_tokens_per_minute: float | None
    llm_slots: int
    llm_call_seconds: float
    llm_batch_seconds: float
    llm_prices: Path | None
    llm_plain_http: bool

    def make_home(self) -> None:
        """Make the data directory, for its owner alone, unless it is there."""
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        except PermissionError as error:
            raise PermissionRefused(
                f"data directory {self.home} cannot be made: {error.strerror}",
                hint="Set REQX_HOME to a folder you may write to.",
            ) from error
        except OSError as error:
            raise StorageError(
                f"data directory {self.home} cannot be made: {error.strerror}",
                hint="Set REQX_HOME to a folder you may write to.",
            ) from error


def load(environment: Mapping[str, str] = os.environ, folder: Path | None = None) -> Settings:
    """Read the settings from `environment`, `folder`/reqx.toml (default: here) and the user's file.

    Raises ConfigurationError, which names the setting, its value and where it came from.
    """
    folder = folder or Path.cwd()
    found: dict[str, tuple[object, str]] = {}
    for path in (user_config_path("reqx") / "reqx.toml", folder / "reqx.toml"):
        found |= {name: (value, str(path)) for name, value in _read_file(path).items()}
    for name in _READERS:
        variable = f"REQX_{name.upper()}"
        if environment.get(variable):
            found[name] = (environment[variable], variable)
    values = {name: _convert(name, value, origin) for name, (value, origin) in found.items()}
    return _with_defaults(values)


def _with_defaults(values: dict[str, Any]) -> Settings:
    home = values.setdefault("home", user_data_path("reqx"))
    defaults = {
        "database_url": f"sqlite:///{home}/reqx.db",
        "sqlite_synchronous": "full",
        "notify": True,
        "library_url": (home / "library").as_uri(),
        "extractor": "rules",
        "lease_seconds": 60.0,
        "backoff_seconds": 60.0,
        "deadline_seconds": 7200.0,
        "grace_seconds": 30.0,
        "patience_seconds": 300.0,
        "prune": False,
        "max_attempts": 3,
        "document_timeout_seconds": 600.0,
        "document_cpu_seconds": 600.0,
        "document_memory_mb": 1536,
        "document_output_mb": 64,
        "ocr": "auto",
        "llm_base_url": "",
        "llm_model": "",
        "llm_api_key": "",
        "llm_api_key_file": None,
        "llm_budget": None,
        "llm_requests_per_minute": None,
        "llm_tokens_per_minute": None,
        "llm_slots": 8,
        "llm_call_seconds": 40.0,
        "llm_batch_seconds": 60.0,
        "llm_prices": None,
        "llm_plain_http": False,
    }
    return Settings(**(defaults | values))


def _read_file(path: Path) -> dict[str, object]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from error
    unknown = sorted(values.keys() - _READERS.keys())
    if unknown:
        raise ConfigurationError(
            f"{path}: '{unknown[0]}' is not a setting", hint=f"Settings: {', '.join(_READERS)}."
        )
    return values


def _convert(name: str, value: object, origin: str) -> object:
    try:
        return _READERS[name](value)
    except ValueError as error:
        raise ConfigurationError(f"{origin}: {name} {error}") from error


def _text(value: object) -> str:
    return str(value)


def _folder(value: object) -> Path:
    return Path(str(value)).expanduser().absolute()


def _flag(value: object) -> bool:
    return _word("true", "false")(value) == "true"


def _word(*words: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        word = str(value).lower()
        if word not in words:
            raise ValueError(f"must be {' or '.join(words)}; it is '{value}'")
        return word

    return read


_LARGEST = 1_000_000
"""Eleven days, for a time: neither the clocks of Python nor PostgreSQL's know all numbers."""


def _seconds(least: float) -> Callable[[object], float]:
    def read(value: object) -> float:
        try:
            seconds = float(str(value))
        except ValueError:
            seconds = -1.0
        if not least <= seconds <= _LARGEST:
            words = f"must be a number of seconds, {least:g} to {_LARGEST}"
            raise ValueError(f"{words}; it is '{value}'")
        return seconds

    return read


def _count(least: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        text = str(value)
        if not text.isdecimal() or not least <= int(text) <= _LARGEST:
            raise ValueError(f"must be a whole number, {least} to {_LARGEST}; it is '{value}'")
        return int(text)

    return read


def _rate(value: object) -> float:
    try:
        rate = float(str(value))
    except ValueError:
        rate = -1.0
    if not 0 <= rate <= _HIGHEST_RATE:
        raise ValueError(f"must be a number a minute, 0 for no limit; it is '{value}'")
    return rate


def parse_budget(value: object) -> tuple[int | None, int | None]:
    """Return tokens and millionths of money, one of them None; ValueError for anything else."""
    text = str(value)
    if text.endswith(_TOKENS) and text.removesuffix(_TOKENS).isdecimal():
        return int(text.removesuffix(_TOKENS)), None
    try:
        money = Decimal(text)
    except InvalidOperation:
        money = Decimal(-1)
    if not (money.is_finite() and 0 <= money <= _LARGEST):
        raise ValueError(f"must be money (5.00) or tokens (200000tok); it is '{value}'")
    return None, int(money * _LARGEST)


_HIGHEST_RATE = 1e12
_TOKENS = "tok"

_READERS: dict[str, Callable[[object], object]] = {
    "home": _folder,
    "database_url": _text,
    # normal: a loss of power may drop the last commits of a SQLite database.
    "sqlite_synchronous": _word("full", "normal"),
    # Whether PostgreSQL wakes idle workers; false behind a pooler of transactions (PgBouncer).
    "notify": _flag,
    "library_url": _text,
    "extractor": _text,
    # Below two seconds a busy machine misses beats, and live jobs would be taken for lost.
    "lease_seconds": _seconds(2),
    "backoff_seconds": _seconds(0),
    # The longest that one try may take, whatever renews its lease.
    "deadline_seconds": _seconds(1),
    # How long SIGTERM lets documents go on before they are given back.
    "grace_seconds": _seconds(0),
    # How long a worker waits for a database that goes away while it runs.
    "patience_seconds": _seconds(0),
    # Whether workers delete old jobs by themselves, as `reqx jobs prune` does.
    "prune": _flag,
    "max_attempts": _count(1),
    "document_timeout_seconds": _seconds(1),
    "document_cpu_seconds": _seconds(1),
    "document_memory_mb": _count(64),
    # Its text and its requirements, on their way from the child to the worker.
    "document_output_mb": _count(1),
    # Whether pages that are pictures are read: never, where a program is there, or always.
    "ocr": _word("off", "auto", "on"),
    # The language model: any server that speaks OpenAI's Chat Completions.
    "llm_base_url": _text,
    "llm_model": _text,
    "llm_api_key": _text,
    "llm_api_key_file": _folder,
    # Of a run of `work`, or of a day for a worker that runs on.
    "llm_budget": parse_budget,
    # Of all workers on the database; 0 lifts the limit.
    "llm_requests_per_minute": _rate,
    "llm_tokens_per_minute": _rate,
    # Calls of one worker at a time.
    "llm_slots": _count(1),
    # Of one call; at most 0.7 of the lease, whatever is said here.
    "llm_call_seconds": _seconds(1),
    # How often a batch of calls is looked after, by all workers together.
    "llm_batch_seconds": _seconds(0.1),
    # A table of prices in the place of ours.
    "llm_prices": _folder,
    # Whether documents may go to another machine without encryption.
    "llm_plain_http": _flag,
}
