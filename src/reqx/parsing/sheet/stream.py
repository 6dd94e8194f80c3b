"""XML parts that are too long for a tree: elements one by one, each emptied when it was used."""

from collections.abc import Iterator, Sequence

from lxml import etree

from reqx.errors import Unreadable
from reqx.parsing.archive import Archive, unpacked
from reqx.parsing.markup import Element, refuse_document_type


def elements(archive: Archive, member: str, tags: Sequence[str]) -> Iterator[Element]:
    """Yield the elements of a member with one of the local names, each when it ends.

    What is yielded is empty afterwards: memory does not grow with the part. A member that is not
    there has none. Raises Unreadable for broken XML, a document type, a damaged ZIP file.
    """
    info = archive.members.get(member.lower())
    if info is None:
        return
    name = f"{archive.name}: {member}"
    parser = etree.XMLPullParser(
        events=("end",),
        tag=[f"{{*}}{tag}" for tag in tags],
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for chunk in unpacked(archive.zip_file, info, archive.name):
            parser.feed(chunk)
            for _, element in parser.read_events():
                assert isinstance(element, Element)
                refuse_document_type(element, name)
                yield element
                _empty(element)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"{name} is damaged: {error}") from error


def _empty(element: Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and parent[0] is not element:
        del parent[0]
