"""`reqx export`: requirements out, to a file or to stdout."""

import sys
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from reqx.cli import options, render
from reqx.cli.environment import open_store
from reqx.cli.known import check_documents
from reqx.errors import UsageError
from reqx.export import Format, write
from reqx.export.row import Layout

_STDOUT = Path("-")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "export", epilog="Example: reqx export --format xlsx --project bridge -o matrix.xlsx"
    )(export)


def export(
    kind: Annotated[
        Format, typer.Option("--format", "-f", case_sensitive=False, help="The file format.")
    ],
    document: options.Documents = None,
    project: options.Project = None,
    modality: options.Modalities = None,
    section: options.Section = None,
    min_confidence: options.MinConfidence = None,
    flag: options.Flags = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="To this file, whole or not at all."),
    ] = None,
    delimiter: Annotated[
        str | None, typer.Option(metavar="CHAR", help="Between CSV cells; French Excel wants ';'.")
    ] = None,
    raw: Annotated[
        bool, typer.Option("--csv-raw", help="CSV cells as they are, also those like formulas.")
    ] = False,
) -> None:
    """Write requirements for other programs.

    To a file, or to stdout when no -o is given.
    """
    from reqx.review import duplicates  # noqa: PLC0415 - start-up
    from reqx.store import requirements  # noqa: PLC0415 - start-up

    layout = _layout(kind, delimiter, raw)
    target = _target(kind, output)
    which = options.requirement_filter(document, project, modality, section, min_confidence, flag)
    with open_store() as store, store.read() as transaction:
        check_documents(transaction, which.document_ids)
        rows = duplicates.marked(transaction, requirements.each(transaction, which))
        written = write(kind, rows, target, layout)
    for warning in written.warnings:
        render.note(f"warning: {warning}")
    place = f" in {target}" if isinstance(target, Path) else ""
    render.note(f"{render.quantity(written.rows, 'requirement')}{place}")


def _layout(kind: Format, delimiter: str | None, raw: bool) -> Layout:
    if kind is not Format.CSV and (delimiter is not None or raw):
        raise UsageError("--delimiter and --csv-raw are for --format csv")
    delimiter = {None: ",", "tab": "\t", "\\t": "\t"}.get(delimiter, delimiter or "")
    if len(delimiter) != 1 or delimiter in "\r\n\"'":
        raise UsageError(
            f"--delimiter '{delimiter}' cannot stand between cells",
            hint="Give one character, such as ';', or tab.",
        )
    return Layout(delimiter, raw)


def _target(kind: Format, output: Path | None) -> Path | BinaryIO:
    if output is None and kind is Format.XLSX:
        raise UsageError("a workbook is no text for stdout", hint="Name a file: -o FILE.xlsx")
    return sys.stdout.buffer if output in (None, _STDOUT) else output
