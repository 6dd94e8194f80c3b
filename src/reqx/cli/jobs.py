"""`reqx jobs`: what is queued, what failed and why, and trying again."""

from collections.abc import Sequence
from typing import Annotated

import typer

from reqx.cli import job_view, options, render, triage
from reqx.cli.environment import open_store
from reqx.cli.known import check_documents
from reqx.model import records
from reqx.model.filters import JobFilter

app = typer.Typer(help="The queue: list, show, retry.", no_args_is_help=True, rich_markup_mode=None)

_NAMED_AT_MOST = 20


@app.command("list", epilog="Example: reqx jobs list --status FAILED --since 2h")
def list_jobs(
    status: options.JobStatuses = None,
    document: options.Documents = None,
    project: options.Project = None,
    error: options.Error = None,
    since: options.Since = None,
    older_than: options.OlderThan = None,
    priority_min: options.PriorityMin = None,
    limit: options.Limit = 50,
    cursor: options.Cursor = None,
    sort: options.Sort = "-id",
    json: options.Json = False,
    jsonl: options.JsonLines = False,
) -> None:
    """List jobs, the newest first."""
    from reqx.store import jobs  # noqa: PLC0415 - start-up

    form = options.form_of(json, jsonl)
    times = (since, older_than)
    which = options.job_filter(status, document, project, error, times, priority_min)
    with open_store() as store, store.read() as transaction:
        check_documents(transaction, which.document_ids)
        found = jobs.find(transaction, which, options.window(limit, cursor, sort))
    job_view.LISTING.show(found, form, empty=_empty(which))


@app.command("show", epilog="Example: reqx jobs show 12 --traceback")
def show_job(
    job_id: Annotated[int, typer.Argument(metavar="ID", help="The job's number.")],
    traceback: Annotated[
        bool, typer.Option("--traceback", help="With the traceback of every failed attempt.")
    ] = False,
    json: options.Json = False,
) -> None:
    """Show a job with every attempt."""
    from reqx.store import jobs  # noqa: PLC0415 - start-up

    with open_store() as store, store.read() as transaction:
        job = jobs.get(transaction, job_id)
        payload = jobs.payload(transaction, job_id)
        history = jobs.history(transaction, job_id)
    if json:
        render.json(records.job_details(job, payload, history))
    else:
        job_view.show(job, payload, history, has_tracebacks=traceback)


@app.command("retry", epilog="Example: reqx jobs retry --status FAILED --error timeout --dry-run")
def retry_jobs(
    ids: Annotated[
        list[int] | None, typer.Argument(metavar="ID", help="The jobs' numbers.")
    ] = None,
    status: options.JobStatuses = None,
    document: options.Documents = None,
    project: options.Project = None,
    error: options.Error = None,
    since: options.Since = None,
    older_than: options.OlderThan = None,
    priority_min: options.PriorityMin = None,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
    json: options.Json = False,
) -> None:
    """Queue FAILED and CANCELLED jobs again, with all their attempts: by id, or by filter.

    A filter acts on every job it matches, and passes over jobs in other states and over those with
    a newer job for the same document.
    """
    times = (since, older_than)
    which = options.job_filter(status, document, project, error, times, priority_min)
    selection = triage.Selection(tuple(dict.fromkeys(ids or ())), which)
    with open_store() as store:
        count = triage.count_retried(store, selection)
        if dry_run:
            _say_would(count, json=json)
            return
        is_agreed = triage.agree(count, "retry", is_agreed=yes)
        _say_retried(triage.retry(store, selection) if is_agreed else [], json=json)


def _empty(which: JobFilter) -> str:
    if which == JobFilter():
        return "No jobs yet. Queue one: reqx upload FILE"
    return "No job matches. All jobs: reqx jobs list"


def _say_would(count: int, *, json: bool) -> None:
    if json:
        render.json({"would_retry": count})
    else:
        render.say(f"{render.quantity(count, 'job')} would be retried")


def _say_retried(ids: Sequence[int], *, json: bool) -> None:
    if json:
        render.json({"retried": list(ids)})
        return
    names = f": {', '.join(map(str, ids))}" if 0 < len(ids) <= _NAMED_AT_MOST else ""
    render.say(f"{render.quantity(len(ids), 'job')} retried{names}")
    if ids:
        render.note("Process them: reqx work --drain")
