"""The picture of a typed page as a scanner would give it: grey, a little askew, with noise."""

import hashlib
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFont

from .styles import FONTS

DOTS_PER_INCH = 110
WIDTH, HEIGHT = (round(inches * DOTS_PER_INCH) for inches in (8.27, 11.69))
PAPER, INK, NOISE = 240, 48, 12


def scan(text: str) -> bytes:
    """Return the page as a grey JPEG; each line of `text` is one printed line."""
    page = Image.new("L", (WIDTH, HEIGHT), PAPER)
    font = ImageFont.truetype(FONTS / "Vera.ttf", 16)
    ImageDraw.Draw(page).multiline_text((95, 110), text.strip(), fill=INK, font=font, spacing=10)
    page = page.rotate(0.4, Image.Resampling.BICUBIC, fillcolor=PAPER)
    file = BytesIO()
    ImageChops.subtract(page, _noise()).save(file, "JPEG", quality=30, dpi=(DOTS_PER_INCH,) * 2)
    return file.getvalue()


def _noise() -> Image.Image:
    # A hash, since the noise of Pillow and of `random` is not the same on every run or version.
    grain = hashlib.shake_128(b"grain").digest(WIDTH * HEIGHT)
    return Image.frombytes("L", (WIDTH, HEIGHT), grain).point(lambda value: value * NOISE // 255)
