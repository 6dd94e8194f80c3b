"""What the settings say about the language model, in the worker's terms."""

import os
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from reqx.cli.environment import settings
from reqx.errors import ConfigurationError
from reqx.worker.orders import Orders, Until

if TYPE_CHECKING:
    from pathlib import Path

    from reqx.settings import Settings
    from reqx.store import Store
    from reqx.worker.llm import Asker, Terms

_LONGEST_KEY = 4096


def asker_of(store: "Store", orders: Orders, *, is_batching: bool = False) -> "Asker | None":
    """Return who asks the model on a worker's behalf; None when none is configured.

    ConfigurationError when it is to make batches then. The budget of a worker that runs on is that
    of a day, else that of this run.
    """
    terms = terms_of(settings(), is_daily=orders.until is Until.SIGNALLED)
    if terms is None and is_batching:
        raise ConfigurationError(
            "--llm-batch needs a language model, and none is configured",
            hint="Set REQX_LLM_BASE_URL and REQX_LLM_MODEL (and REQX_LLM_API_KEY).",
        )
    if terms is None:
        return None
    from reqx.worker.llm import Asker  # noqa: PLC0415 - start-up

    # The settings have it by now; the processes that read strangers' files need not inherit it.
    os.environ.pop("REQX_LLM_API_KEY", None)
    terms = replace(terms, is_batching=is_batching)
    return Asker(store, terms, f"run {secrets.token_hex(6)}", orders.lease_seconds)


def terms_of(values: "Settings", *, is_daily: bool) -> "Terms | None":
    """Return on what terms the model is called, None without one.

    ConfigurationError for a model without a server and the reverse, and for what `Terms` and
    `Endpoint` refuse.
    """
    if not (values.llm_base_url or values.llm_model):
        return None
    if not (values.llm_base_url and values.llm_model):
        missing = "REQX_LLM_MODEL" if values.llm_base_url else "REQX_LLM_BASE_URL"
        raise ConfigurationError(
            f"a language model needs {missing} too", hint="Set both, or neither."
        )
    from reqx.extraction.llm import prices  # noqa: PLC0415 - start-up
    from reqx.extraction.llm.endpoint import Endpoint  # noqa: PLC0415 - start-up
    from reqx.worker.llm import Allowance, Terms  # noqa: PLC0415 - start-up

    return Terms(
        Endpoint(values.llm_base_url, values.llm_model, _key(values), values.llm_plain_http),
        slots=values.llm_slots,
        call_seconds=values.llm_call_seconds,
        allowance=None if values.llm_budget is None else Allowance(*values.llm_budget),
        is_daily=is_daily,
        requests=values.llm_requests_per_minute,
        tokens=values.llm_tokens_per_minute,
        prices=prices.load(values.llm_prices) if values.llm_prices else prices.listed(),
        patience_seconds=values.patience_seconds,
        batch_seconds=values.llm_batch_seconds,
    )


def _key(values: "Settings") -> str:
    """Return the key itself, or what the file holds that is named in its place."""
    if values.llm_api_key or values.llm_api_key_file is None:
        return values.llm_api_key
    return _read(values.llm_api_key_file)


def _read(path: "Path") -> str:
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(_LONGEST_KEY).strip()
    except (OSError, UnicodeDecodeError) as error:
        # What the file holds is not repeated.
        raise ConfigurationError(
            f"the key of the language model cannot be read from {path}",
            hint="REQX_LLM_API_KEY_FILE names a text file with nothing but the key.",
        ) from error
