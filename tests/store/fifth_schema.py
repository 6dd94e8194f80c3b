"""Databases as schema 0005 left them: a document that was read, with two requirements."""

from contextlib import closing

from sqlalchemy import text

from reqx.store import connect
from tests.store import schemas
from tests.store.first_schema import instant

ADD_DOCUMENT = text(
    "INSERT INTO documents (name, fingerprint, media_type, size, status, created_at, requirements,"
    " warnings) VALUES (:name, :name, 'application/pdf', 9, 'DONE', :now, 1, '[]')"
)
ADD_REQUIREMENT = text(
    'INSERT INTO requirements (document_id, position, uid, statement, start, "end", modality,'
    " confidence, language, extractor, section, regions, flags, review) VALUES (:document, 0, :uid,"
    " 'The pump shall stop within 2 s.', 0, 31, 'mandatory', 0.9, 'en', 'rules', '[]', '[]',"
    " '[\"vague-term\"]', 'accepted')"
)


def fill(url: str) -> None:
    """Make the tables of 0005 in an empty database, and rows in them."""
    with closing(connect(url)) as store, store.begin() as tx:
        schemas.bring(tx, "0005")
        for number, name in enumerate("ab", 1):
            tx.run(ADD_DOCUMENT, {"name": name, "now": instant(tx)})
            tx.run(ADD_REQUIREMENT, {"document": number, "uid": name * 16})
