"""Where things stand on a page: boxes, and the way from PDF coordinates to the page as shown.

PDF user space has its origin at the bottom left and knows nothing of the page's rotation or crop
box. Everything beyond this module has its origin at the top left of the page as a viewer shows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot

from reqx.model.blocks import BBox

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f of the PDF specification: x' = a x + c y + e, y' = b x + d y + f."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def apply(matrix: Matrix, x: float, y: float) -> Point:
    """Return the point the matrix sends (x, y) to."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def after(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that applies `first`, then `second`."""
    a, b, c, d, e, f = first
    x, y = apply(second, e, f)
    sa, sb, sc, sd, _, _ = second
    return (a * sa + b * sc, a * sb + b * sd, c * sa + d * sc, c * sb + d * sd, x, y)


def scale_of(matrix: Matrix) -> float:
    """Return how much taller the matrix makes things."""
    return hypot(matrix[2], matrix[3])


def shown(bbox: BBox, rotation: int) -> Matrix:
    """Return the matrix from user space to the page as shown.

    `bbox` is the visible box in user space (left, bottom, right, top), `rotation` the page's, in
    degrees clockwise.
    """
    left, bottom, right, top = bbox
    return {
        90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        270: (0.0, -1.0, -1.0, 0.0, top, right),
    }.get(rotation % 360, (1.0, 0.0, 0.0, -1.0, -left, top))


@dataclass(frozen=True, slots=True)
class Turn:
    """A quarter turn that sets text printed sideways upright, for reading; and back again.

    `quarters` of a turn clockwise bring the page (`width` x `height`) upright.
    """

    quarters: int
    width: float
    height: float

    @property
    def matrix(self) -> Matrix:
        """The matrix from the page as shown to the page as read."""
        return {
            1: (0.0, 1.0, -1.0, 0.0, self.height, 0.0),
            2: (-1.0, 0.0, 0.0, -1.0, self.width, self.height),
            3: (0.0, -1.0, 1.0, 0.0, 0.0, self.width),
        }.get(self.quarters % 4, IDENTITY)

    @property
    def back(self) -> Matrix:
        """The matrix from the page as read to the page as shown."""
        sides = (self.height, self.width) if self.quarters % 2 else (self.width, self.height)
        return Turn(-self.quarters, *sides).matrix


def box_through(matrix: Matrix, box: BBox) -> BBox:
    """Return the box around the corners of `box` where the matrix sends them."""
    x0, y0, x1, y1 = box
    if not matrix[1] and not matrix[2]:
        (xa, ya), (xb, yb) = apply(matrix, x0, y0), apply(matrix, x1, y1)
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)
    points = [apply(matrix, x, y) for x, y in ((x0, y0), (x0, y1), (x1, y0), (x1, y1))]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def around(boxes: Iterable[BBox]) -> BBox:
    """Return the smallest box that holds all boxes (at least one)."""
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return min(x0s), min(tops), max(x1s), max(bottoms)


def overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    """Return how long the ranges a0..a1 and b0..b1 lie over each other; negative is the gap."""
    return min(a1, b1) - max(a0, b0)
