"""`reqx jobs`: what is queued, what failed and why, trying again, calling off, forgetting."""

from typing import Annotated

import typer

from reqx.cli import job_view, options, render, spending_view, triage
from reqx.cli.environment import open_store
from reqx.cli.known import check_documents
from reqx.model import records
from reqx.model.filters import JobFilter
from reqx.model.jobs import JobStatus

app = typer.Typer(
    help="The queue: list, show, retry, cancel, prune.", no_args_is_help=True, rich_markup_mode=None
)

Sort = Annotated[
    str | None, typer.Option(metavar="FIELD", help="In this order; -FIELD is descending.")
]
Ids = Annotated[list[int] | None, typer.Argument(metavar="ID", help="The jobs' numbers.")]

_FINISHED = (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)


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
    sort: Sort = None,
    json: options.Json = False,
    jsonl: options.JsonLines = False,
) -> None:
    """List jobs, the newest first; those of one finished state by when they ended."""
    from reqx.store import jobs  # noqa: PLC0415 - start-up

    form = options.form_of(json, jsonl)
    times = (since, older_than)
    which = options.job_filter(status, document, project, error, times, priority_min)
    with open_store() as store, store.read() as transaction:
        check_documents(transaction, which.document_ids)
        found = jobs.find(transaction, which, options.window(limit, cursor, sort or _order(which)))
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
    from reqx.store.llm import spending, waits  # noqa: PLC0415 - start-up

    with open_store() as store, store.read() as transaction:
        job = jobs.get(transaction, job_id)
        payload = jobs.payload(transaction, job_id)
        history = jobs.history(transaction, job_id)
        spent = spending.find(transaction, job_id)
        awaited = waits.of_job(transaction, job_id)
    if json:
        told = spending_view.told(spent, awaited)
        render.json(records.job_details(job, payload, history) | told)
    else:
        words = spending_view.words(spent)
        job_view.show(job, payload, history, words, has_tracebacks=traceback)


@app.command("retry", epilog="Example: reqx jobs retry --status FAILED --error timeout --dry-run")
def retry_jobs(
    ids: Ids = None,
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
    a newer job for the same document and extractor. --json lists the first 1,000 ids, and counts
    all.
    """
    times = (since, older_than)
    which = options.job_filter(status, document, project, error, times, priority_min)
    triage.carry_out(triage.RETRY, triage.Order(_once(ids), which, dry_run, yes, json))


@app.command("cancel", epilog="Example: reqx jobs cancel --project bridge --status PENDING")
def cancel_jobs(
    ids: Ids = None,
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
    """Call off PENDING and PROCESSING jobs: by id, or by filter.

    One that waits is CANCELLED at once; one that is being processed, within a heartbeat of its
    worker (a quarter of the lease). A filter acts on every job it matches, and passes over finished
    ones. Bring them back with: reqx jobs retry
    """
    times = (since, older_than)
    which = options.job_filter(status, document, project, error, times, priority_min)
    triage.carry_out(triage.CANCEL, triage.Order(_once(ids), which, dry_run, yes, json))


@app.command(
    "prune",
    epilog="\b\nExamples:\n  reqx jobs prune --dry-run\n  reqx jobs prune --status FAILED --yes",
)
def prune_jobs(
    ids: Ids = None,
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
    """Forget finished jobs and their attempts; documents and requirements stay.

    Without a filter: COMPLETED jobs after 30 days and CANCELLED ones after 7. --older-than sets
    another age. FAILED jobs go only when --status or an id names them.
    """
    times = (since, older_than)
    which = options.job_filter(status, document, project, error, times, priority_min)
    triage.carry_out(triage.PRUNE, triage.Order(_once(ids), which, dry_run, yes, json))


def _order(which: JobFilter) -> str:
    """Return the order of a listing: what ended last is what a triage starts with."""
    is_one_end = len(which.statuses) == 1 and which.statuses[0] in _FINISHED
    return "-updated_at" if is_one_end else "-id"


def _empty(which: JobFilter) -> str:
    if which == JobFilter():
        return "No jobs yet. Queue one: reqx upload FILE"
    return "No job matches. All jobs: reqx jobs list"


def _once(ids: list[int] | None) -> tuple[int, ...]:
    return tuple(dict.fromkeys(ids or ()))
