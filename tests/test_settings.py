"""Which value wins, and what a wrong one says."""

from pathlib import Path

import pytest

from reqx.errors import ConfigurationError, PermissionRefused, StorageError
from reqx.settings import load


def test_defaults_put_everything_under_home(tmp_path: Path) -> None:
    values = load({"REQX_HOME": str(tmp_path)}, tmp_path)
    assert values.database_url == f"sqlite:///{tmp_path}/reqx.db"
    assert values.library_url == f"file://{tmp_path}/library"
    assert (values.lease_seconds, values.max_attempts) == (60.0, 3)


def test_environment_wins_over_the_folders_file(tmp_path: Path) -> None:
    (tmp_path / "reqx.toml").write_text("max_attempts = 5\nlease_seconds = 30\n")
    values = load({"REQX_MAX_ATTEMPTS": "7"}, tmp_path)
    assert (values.max_attempts, values.lease_seconds) == (7, 30.0)


def test_empty_variable_is_no_value(tmp_path: Path) -> None:
    assert load({"REQX_MAX_ATTEMPTS": ""}, tmp_path).max_attempts == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REQX_MAX_ATTEMPTS", "0"),
        ("REQX_MAX_ATTEMPTS", "many"),
        ("REQX_LEASE_SECONDS", "1"),
        ("REQX_LEASE_SECONDS", "nan"),
        ("REQX_LEASE_SECONDS", "1e12"),
        ("REQX_BACKOFF_SECONDS", "-1"),
        ("REQX_DOCUMENT_MEMORY_MB", "1.5"),
        ("REQX_NOTIFY", "perhaps"),
        ("REQX_SQLITE_SYNCHRONOUS", "off"),
        ("REQX_OCR", "yes"),
    ],
)
def test_wrong_value_is_named_with_its_origin(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=f"{name}.*'{value}'"):
        load({name: value}, tmp_path)


@pytest.mark.parametrize("line", ["notify = false", "notify = 'False'"])
def test_switch_is_a_word_or_a_boolean(line: str, tmp_path: Path) -> None:
    (tmp_path / "reqx.toml").write_text(line)
    assert load({}, tmp_path).notify is False
    assert load({"REQX_NOTIFY": "true"}, tmp_path).notify is True


def test_power_may_be_trusted(tmp_path: Path) -> None:
    assert load({}, tmp_path).sqlite_synchronous == "full"
    assert load({"REQX_SQLITE_SYNCHRONOUS": "NORMAL"}, tmp_path).sqlite_synchronous == "normal"


def test_unknown_name_in_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "reqx.toml").write_text("max_attemps = 5\n")
    with pytest.raises(ConfigurationError, match="'max_attemps' is not a setting"):
        load({}, tmp_path)


def test_broken_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "reqx.toml").write_text("max_attempts = \n")
    with pytest.raises(ConfigurationError, match=r"reqx\.toml cannot be read"):
        load({}, tmp_path)


def test_home_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    values = load({"REQX_HOME": str(tmp_path / "a" / "b")}, tmp_path)
    values.make_home()
    assert values.home.stat().st_mode & 0o777 == 0o700


def test_home_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    values = load({"REQX_HOME": str(tmp_path / "file" / "home")}, tmp_path)
    with pytest.raises((StorageError, PermissionRefused), match="cannot be made"):
        values.make_home()
