"""`reqx doctor`: whether everything that reqx needs is there, and the remedy for what is not."""

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from reqx.cli import options
from reqx.cli.environment import library, open_database, settings
from reqx.cli.listing import Listing
from reqx.cli.table import Column
from reqx.errors import ConfigurationError, PermissionRefused, ReqxError

OK, MISSING, ERROR = "ok", "missing", "error"
_STYLES = {OK: "green", ERROR: "red"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing: `ok`, `missing` (and nothing needs it), or `error`."""

    check: str
    status: str
    detail: str
    hint: str = ""
    exit_status: int = 0


_LISTING: Listing[Finding] = Listing(
    lambda finding: {
        name: value for name, value in asdict(finding).items() if name != "exit_status"
    },
    (
        Column("Check", lambda finding: finding.check),
        Column(
            "State", lambda finding: finding.status, style=lambda one: _STYLES.get(one.status, "")
        ),
        Column("Found", lambda finding: finding.detail, folds=True),
        Column("Remedy", lambda finding: finding.hint, folds=True),
    ),
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor", epilog="Example: reqx doctor")(doctor)


def doctor(json: options.Json = False) -> None:
    """Check the data directory, the database, the library, OCR and the language model.

    The model, if one is configured, is asked a question of a few tokens: whether it takes a schema,
    and reports what it used.
    """
    found = [finding for check in _CHECKS for finding in _checked(*check)]
    form = options.form_of(json, False)
    _LISTING.show((found, None), form, empty="")
    raise typer.Exit(max(finding.exit_status for finding in found))


def _checked(name: str, check: Callable[[], tuple[str, str, str]]) -> Iterator[Finding]:
    try:
        yield Finding(name, *check())
    except ReqxError as error:
        yield Finding(name, ERROR, error.message, error.hint, error.exit_status)


def _home() -> tuple[str, str, str]:
    home = settings().home
    settings().make_home()
    _check_writable(home, "Set REQX_HOME to a folder you may write to.")
    return OK, str(home), ""


def _database() -> tuple[str, str, str]:
    with open_database() as store:
        store.prepare()
        revision, _ = store.schema()
        return OK, f"{store.url_safe}, schema {revision}", ""


def _library() -> tuple[str, str, str]:
    root = library().root
    is_there = root.is_dir()
    if is_there:
        _check_writable(root, "Let whoever runs reqx write there, or set REQX_LIBRARY_URL.")
    return OK, f"{root}{'' if is_there else ', made at the first upload'}", ""


def _check_writable(folder: Path, hint: str) -> None:
    if not os.access(folder, os.W_OK):
        raise PermissionRefused(f"{folder} cannot be written to", hint=hint)


def _ocr() -> tuple[str, str, str]:
    from reqx.parsing.ocr import Ocr, engine_for  # noqa: PLC0415 - start-up

    engine = engine_for(Ocr(settings().ocr))
    if engine is None:
        hint = "Install tesseract, or reqx with its extra 'ocr'; REQX_OCR must not be off."
        return MISSING, "scanned pages are not read", hint
    return OK, f"scanned pages are read ({engine.name})", ""


def _model() -> tuple[str, str, str]:
    from reqx.cli.language_model import terms_of  # noqa: PLC0415 - start-up

    terms = terms_of(settings(), is_daily=False)
    if terms is None and settings().extractor == "llm":
        raise ConfigurationError(
            "REQX_EXTRACTOR is llm, and no language model is configured",
            hint="Set REQX_LLM_BASE_URL and REQX_LLM_MODEL.",
        )
    if terms is None:
        return MISSING, "none is configured; the rules need none", ""
    from reqx.worker.llm import examine  # noqa: PLC0415 - start-up

    with open_database() as store:
        store.prepare()
        found, has_batches = examine(store, terms)
    usage = "tells" if found.has_usage else "does not tell"
    price = "" if terms.price else ", no price known"
    batches = "takes" if has_batches else "takes no"
    said = f"{terms.endpoint.model} at {terms.endpoint.host}: answers by {found.mode}"
    return OK, f"{said}, {usage} what it used, {batches} batches{price}", ""


_CHECKS = (
    ("data directory", _home),
    ("database", _database),
    ("library", _library),
    ("OCR", _ocr),
    ("language model", _model),
)
