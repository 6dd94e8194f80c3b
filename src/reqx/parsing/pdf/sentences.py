"""Whether a printed line ends its sentence, and whether the next one may go on with it."""

import re

_CLOSING = "\"'\u201d\u2019\u00bb)]*"
_WORD = re.compile(
    r"(?:[^\W\d_]{1,2}['\u2019])?(?:[^\W\d_]{2}|[aày]\b)[^\W\d_'\u2019\-]*"
    r"[,;.)\u00bb\u201d\"]*(?:\s|$)"
)
"""A word at the beginning: no address, no name in a program, no field, no letter that counts."""
_OPEN = frozenset(
    re.findall(
        r"\w+",
        """the a an of and or to in at as with from for by into than during between
        through per via until if when where while then because its their these those such each
        is are be shall must will should
        le la les un une des de du et ou à au aux par pour dans sur sous sans avec que qui dont ne
        ce cette ces son sa ses leur leurs est sont doit doivent
        der die das den dem des ein eine einen einem einer und oder von mit für auf im zur zum bei
        ist muss müssen soll sollen""",
    )
)
"""Words that no sentence ends with; in capitals they may be something else ("class A")."""


def ends_sentence(text: str) -> bool:
    """Tell whether the text ends a sentence, or introduces what follows."""
    return text.rstrip(_CLOSING + " ").endswith((".", "!", "?", ":", ";", "\u2026"))


def is_open(text: str) -> bool:
    """Tell whether the last word of the text wants another one."""
    return text[text.rfind(" ") + 1 :] in _OPEN


def goes_on(before: str, text: str) -> bool:
    """Tell whether `before` leaves a sentence open that the text may go on with."""
    if is_open(before):
        return True
    return text[:1].islower() and not ends_sentence(before) and _WORD.match(text) is not None
