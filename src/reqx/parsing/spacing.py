"""White space between words: one space."""


def joined(text: str) -> str:
    """Return `text` with its white space joined to single spaces, none at its ends."""
    return text if is_joined(text) else " ".join(text.split())


def is_joined(text: str) -> bool:
    """Tell whether single spaces between words are all the white space there is.

    It may say no of what is: what cannot be printed is looked at no closer. To look is half the
    price of joining.
    """
    return text.isprintable() and "  " not in text and text == text.strip(" ")
