"""Equations (Office Math) written on one line, since "at least 3/4" is part of a requirement."""

import re

from reqx.parsing.docx.wordml import DELETED, PROPERTIES, Element, M, W

_JOINTS = {M + "f": "/", M + "sSup": "^", M + "sSub": "_", M + "func": " "}
_SCRIPTS = {M + "sub": "_", M + "sup": "^"}
_ROWS = frozenset({M + "eqArr", M + "m", M + "mr"})
_SKIPPED = DELETED | PROPERTIES
_SUM = "∫"
_OPERATOR = re.compile(r"[-+=<>\s\u2212\u00b1]")


def linear(element: Element) -> str:
    """Return the words and signs of an equation in reading order."""
    if element.tag in {M + "t", W + "t"}:
        return element.text or ""
    parts = [(child.tag, linear(child)) for child in element if not _is_setting(child)]
    words = [text for _, text in parts if text]
    if element.tag == M + "d":
        separator = _character(element, "sepChr", "|")
        inner = separator.join(words)
        return _character(element, "begChr", "(") + inner + _character(element, "endChr", ")")
    if element.tag == M + "rad":
        return "√" + _grouped(words[-1] if words else "")
    if element.tag in {M + "nary", M + "sSubSup"}:
        sign = _character(element, "chr", _SUM) if element.tag == M + "nary" else ""
        return sign + "".join(_scripted(tag, text) for tag, text in parts)
    if element.tag in _JOINTS:
        return _JOINTS[element.tag].join(_grouped(text) for text in words)
    return (" " if element.tag in _ROWS else "").join(words)


def _is_setting(element: Element) -> bool:
    """Tell what is not printed: every structure has its settings in a child named after it."""
    is_named_so = element.tag.startswith(M) and element.tag.endswith("Pr")
    return is_named_so or element.tag in _SKIPPED


def _scripted(tag: str, text: str) -> str:
    if tag not in _SCRIPTS:
        return text
    return _SCRIPTS[tag] + _grouped(text) + (" " if tag == M + "sup" else "") if text else ""


def _grouped(text: str) -> str:
    is_bracketed = text.startswith("(") and text.endswith(")")
    return f"({text})" if _OPERATOR.search(text) and not is_bracketed else text


def _character(element: Element, name: str, default: str) -> str:
    setting = element.find(f"{element.tag}Pr/{M}{name}")
    return default if setting is None else setting.get(M + "val", "")
