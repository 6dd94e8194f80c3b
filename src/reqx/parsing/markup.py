"""XML from strangers: parsed without expanding, fetching or trusting anything in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from lxml import etree
from lxml.etree import _Element

from reqx.errors import TooLarge, Unreadable

Element: TypeAlias = _Element


def parsed(data: bytes, name: str) -> Element:
    """Return the root of an XML part; `name` is what errors call it.

    Raises Unreadable for broken XML, nesting or a text beyond libxml2's limits, and for a document
    type: no office format has one, and what one declares is an attack (entities, external files).
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"{name} is damaged: {error}") from error
    refuse_document_type(root, name)
    return root


def refuse_document_type(root: Element, name: str) -> None:
    """Raise Unreadable when the document of `root` declares a document type."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(f"{name} declares a document type, which no office document may")


def local(element: Element) -> str:
    """Return the element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def content(element: Element) -> str:
    """Return all the characters inside the element."""
    return "".join(map(str, element.itertext()))


@contextmanager
def depth_named(name: str) -> Iterator[None]:
    """Raise TooLarge when the work inside runs out of stack: the markup is nested too deeply."""
    try:
        yield
    except RecursionError as error:
        raise TooLarge(f"{name}: nested too deeply") from error


def integer(text: str | None, default: int, check: Callable[[int], bool] = lambda _: True) -> int:
    """Return the integer that `text` writes; `default` when it is none, absurd or not allowed."""
    try:
        number = int(text or "")
    except ValueError:
        return default
    return number if abs(number) <= _LARGEST and check(number) else default


_LARGEST = 10**9
