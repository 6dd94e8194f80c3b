"""What became of a document, in a word: as far as its last job and its pages tell.

One column that may be NULL: the statements of 0002's running workers keep working. A document that
is DONE and whose pages say nothing stays without a verdict: what 0002's readers did not notice is
not known to be whole. One transaction on either database.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

FAILED = """
UPDATE documents SET verdict = (
    SELECT CASE jobs.error_class WHEN 'internal' THEN 'crashed' ELSE jobs.error_class END
    FROM jobs WHERE jobs.document_id = documents.id AND jobs.status = 'FAILED'
        AND jobs.error_class IN ('needs_ocr', 'encrypted', 'corrupt', 'timeout', 'memory',
            'crashed', 'unsupported', 'too_large', 'internal')
    ORDER BY jobs.id DESC LIMIT 1)
WHERE status = 'ERROR'
"""

# A document with such a page has a warning: the pages of the others need not be looked at.
PARTIAL = """
UPDATE documents SET verdict = 'partial'
WHERE status = 'DONE' AND warnings <> '[]' AND EXISTS (
    SELECT 1 FROM pages WHERE pages.document_id = documents.id
        AND (warnings LIKE '%"needs_ocr"%' OR warnings LIKE '%"garbled"%'
            OR warnings LIKE '%"damaged"%' OR warnings LIKE '%"left out"%'))
"""


def upgrade() -> None:
    op.add_column("documents", sa.Column("verdict", sa.Text()))
    op.execute(FAILED)
    op.execute(PARTIAL)
