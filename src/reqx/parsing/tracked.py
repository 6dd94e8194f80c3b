"""What the reader of a document with tracked changes is told: they are read as if accepted."""

from collections.abc import Iterable, Iterator

from reqx.model.blocks import Revision
from reqx.parsing.assembly import Draft


def warnings(drafts: Iterable[Draft], deleted: Iterable[str]) -> Iterator[str]:
    """Yield a warning if paragraphs were changed; `deleted` are the texts that were left out."""
    inserted = sum(draft.revision is Revision.INSERTED for draft in drafts)
    words = sum(len(text.split()) for text in deleted)
    if inserted or words:
        yield (
            f"It has tracked changes, read as if accepted: insertions in {inserted} paragraphs or "
            f"rows (their requirements have the flag tracked-change), {words} deleted words left "
            "out."
        )
