"""Breaks XML that stays XML: what is wrong then is for reqx to notice, not for its XML parser."""

from collections.abc import Callable
from copy import deepcopy
from random import Random

from lxml import etree

_VALUES = ("", "0", "-1", "1", "99", "2147483648", "99999999999999999999", "x", "\u0661", "1e9")


def misgrown(content: bytes, rng: Random) -> bytes | None:
    """Return the XML after one to six accidents, None if it is none."""
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return None
    for _ in range(rng.choice((1, 2, 6))):
        inner = [each for each in root.iter(etree.Element) if each.getparent() is not None]
        if not inner:
            break
        rng.choice(_ACCIDENTS)(inner, rng)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _change_value(inner: list[etree._Element], rng: Random) -> None:
    one = rng.choice([each for each in inner if each.attrib] or inner)
    if one.attrib:
        one.set(rng.choice(sorted(map(str, one.attrib))), rng.choice(_VALUES))


def _drop_value(inner: list[etree._Element], rng: Random) -> None:
    one = rng.choice([each for each in inner if each.attrib] or inner)
    if one.attrib:
        del one.attrib[rng.choice(sorted(map(str, one.attrib)))]


def _swap_values(inner: list[etree._Element], rng: Random) -> None:
    one, other = rng.choice(inner), rng.choice(inner)
    for name in sorted(set(map(str, one.attrib)) & set(map(str, other.attrib))):
        mine, yours = str(one.get(name)), str(other.get(name))
        one.set(name, yours)
        other.set(name, mine)


def _drop(inner: list[etree._Element], rng: Random) -> None:
    one = rng.choice(inner)
    _parent(one).remove(one)


def _copy(inner: list[etree._Element], rng: Random) -> None:
    rng.choice(inner).append(deepcopy(rng.choice(inner)))


def _repeat(inner: list[etree._Element], rng: Random) -> None:
    one = rng.choice(inner)
    for _ in range(rng.choice((1, 30))):
        one.addnext(deepcopy(one))


def _nest(inner: list[etree._Element], rng: Random) -> None:
    """Wrap an element in many of its own name."""
    one = rng.choice(inner)
    for _ in range(rng.choice((1, 40, 200))):
        wrapping = etree.Element(one.tag)
        for name, value in one.items():
            wrapping.set(name, value)
        _parent(one).replace(one, wrapping)
        wrapping.append(one)


def _rename(inner: list[etree._Element], rng: Random) -> None:
    rng.choice(inner).tag = rng.choice(inner).tag


def _retext(inner: list[etree._Element], rng: Random) -> None:
    rng.choice(inner).text = rng.choice((*_VALUES, "shall " * 5_000, "A" * 50_000, "\u202e\u0301"))


def _parent(one: etree._Element) -> etree._Element:
    parent = one.getparent()
    assert parent is not None
    return parent


_ACCIDENTS: tuple[Callable[[list[etree._Element], Random], None], ...] = (
    _change_value,
    _change_value,
    _drop_value,
    _swap_values,
    _drop,
    _copy,
    _repeat,
    _nest,
    _rename,
    _retext,
)
