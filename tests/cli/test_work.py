import pytest

from reqx.cli.environment import settings
from reqx.cli.work import orders_of
from reqx.parsing.sandbox import Limits
from reqx.worker.orders import Until


def limits() -> Limits:
    settings.cache_clear()
    return orders_of(Until.DRAINED, 1.0, 1).limits


def test_limits_of_a_document_have_safe_defaults() -> None:
    assert limits() == Limits(seconds=600, memory_mb=1536, cpu_seconds=600, output_mb=64)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("TIMEOUT_SECONDS", "seconds"),
        ("CPU_SECONDS", "cpu_seconds"),
        ("MEMORY_MB", "memory_mb"),
        ("OUTPUT_MB", "output_mb"),
    ],
)
def test_each_limit_is_a_setting(name: str, field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"REQX_DOCUMENT_{name}", "77")
    found = limits()
    assert getattr(found, field) == 77
    assert [found.seconds, found.cpu_seconds, found.memory_mb, found.output_mb].count(77) == 1
