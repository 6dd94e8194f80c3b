"""Every error reqx raises on purpose.

    ReqxError                      1   anything below; `except ReqxError` is the intended catch
    ├── UsageError                 2   the words of the command are wrong
    ├── NotFound                  66   no such file or id
    ├── OutputError               73   the output cannot be created
    ├── StorageError              74   disk full or I/O error in the data directory
    ├── PermissionRefused         77   the data directory may not be written or read
    ├── ConfigurationError        78   a setting is wrong
    ├── RateLimited               69   an endpoint says "later": the job waits, no try is counted
    │   └── BatchPending      69   the job waits for calls that are made in a batch
    ├── EndpointUnavailable       69   the language model does not answer: tried again later
    ├── BudgetSpent               75   what may be spent on a language model is spent: the run ends
    ├── PromptCut                 69   the model's server read only a part of what it was sent
    ├── StoreError                69
    │   ├── StoreUnavailable      69   the database does not answer
    │   └── SchemaOutdated        78   the database's schema is not this version's
    └── DocumentError             65   this document cannot be processed
        ├── Unsupported                not a type reqx reads
        ├── Unreadable                 damaged: the parser cannot open it
        ├── Encrypted                  a password is needed
        ├── NeedsOcr                   pages without text (scanned), and no OCR
        ├── TooLarge                   over a limit of size
        ├── TimedOut                   the child process ran longer than the limit
        ├── OutOfMemory                the child process used more memory than the limit
        └── Crashed                    the child process died

The class decides the exit status and whether a job is tried again, never the message. The message
says what and where; `hint` says what to do about it.
"""

from typing import ClassVar


class ReqxError(Exception):
    """What went wrong and where, in one line for the operator; `hint` is the remedy."""

    code: ClassVar[str] = "internal"
    exit_status: ClassVar[int] = 1
    is_permanent: ClassVar[bool] = False
    ends_run: ClassVar[bool] = False
    """Whether no other job would fare better: the worker stops, and no try is counted."""
    default_hint: ClassVar[str] = ""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or self.default_hint


class UsageError(ReqxError):
    """The words of the command are wrong."""

    code = "usage"
    exit_status = 2


class NotFound(ReqxError):
    """No such file, document, job or requirement."""

    code = "not_found"
    exit_status = 66


class OutputError(ReqxError):
    """The output file cannot be created."""

    code = "output"
    exit_status = 73


class StorageError(ReqxError):
    """The data directory gives an I/O error, or its disk is full."""

    code = "storage"
    exit_status = 74


class PermissionRefused(ReqxError):
    """The data directory may not be read or written."""

    code = "permission"
    exit_status = 77


class ConfigurationError(ReqxError):
    """A setting has a value reqx cannot work with."""

    code = "configuration"
    exit_status = 78
    ends_run = True


class RateLimited(ReqxError):
    """An endpoint, or a limit of ours, lets nothing through for `retry_after` seconds."""

    code = "rate_limited"
    exit_status = 69

    def __init__(self, message: str, *, retry_after: float = 60.0, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after


class BatchPending(RateLimited):
    """The calls of the job are in a batch: it waits until that has come in."""

    code = "batch_pending"


class EndpointUnavailable(ReqxError):
    """The server of the language model gives no whole reply."""

    code = "endpoint_unavailable"
    exit_status = 69


class BudgetSpent(ReqxError):
    """The budget of this run has no room for another call of the language model."""

    code = "budget_spent"
    exit_status = 75
    ends_run = True
    default_hint = (
        "What was answered is kept and not paid again: run again, with a higher REQX_LLM_BUDGET "
        "if you like."
    )


class PromptCut(ReqxError):
    """The server of the language model silently cut what it was sent: its answers mean nothing."""

    code = "prompt_cut"
    exit_status = 69
    is_permanent = True


class StoreError(ReqxError):
    """Anything about the database."""

    code = "store"
    exit_status = 69


class StoreUnavailable(StoreError):
    """The database does not answer, or went away."""

    code = "store_unavailable"


class SchemaOutdated(StoreError):
    """The database has a schema this version of reqx does not work with."""

    code = "schema"
    exit_status = 78


class DocumentError(ReqxError):
    """This document cannot be processed; trying again changes nothing unless a subclass says so."""

    code = "document"
    exit_status = 65
    is_permanent = True


class Unsupported(DocumentError):
    """The content is of no type that reqx reads."""

    code = "unsupported"
    default_hint = "Save the document as PDF or DOCX (LibreOffice can) and upload that."


class Unreadable(DocumentError):
    """The file is of a type that reqx reads, but damaged or truncated."""

    code = "corrupt"
    default_hint = "Open it in a viewer; if it shows there, save it again and upload the new file."


class Encrypted(DocumentError):
    """The document needs a password."""

    code = "encrypted"
    default_hint = "Save a copy without the password and upload that."


class NeedsOcr(DocumentError):
    """The document has pages but no text: it was scanned."""

    code = "needs_ocr"
    default_hint = (
        "Install tesseract and try again (REQX_OCR must not be off), or upload a copy that went "
        "through OCR (ocrmypdf makes one)."
    )


class TooLarge(DocumentError):
    """The document, what is packed in it or what was read of it is over a limit of size."""

    code = "too_large"
    default_hint = "Split the document."


class TimedOut(DocumentError):
    """The document took longer than `REQX_DOCUMENT_TIMEOUT_SECONDS`, or a page a quarter of it.

    Or the child process that read it took more CPU time than `REQX_DOCUMENT_CPU_SECONDS`.
    """

    code = "timeout"
    is_permanent = False
    default_hint = "Split the document, or raise REQX_DOCUMENT_TIMEOUT_SECONDS."


class OutOfMemory(DocumentError):
    """The document's child process used more than `REQX_DOCUMENT_MEMORY_MB`."""

    code = "memory"
    is_permanent = False
    default_hint = "Split the document, or raise REQX_DOCUMENT_MEMORY_MB."


class Crashed(DocumentError):
    """The document's child process died without a word (a fault inside a parser)."""

    code = "crashed"
    is_permanent = False
    default_hint = "Save the document again from its application and upload the new file."
