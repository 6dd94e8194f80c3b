"""The ruling lines of a page: straight horizontal and vertical strokes and thin fillings."""

from collections.abc import Iterator, Sequence
from ctypes import c_int, c_void_p
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from reqx.model.blocks import BBox
from reqx.parsing.pdf.calls import direct, memory
from reqx.parsing.pdf.geometry import IDENTITY, Matrix, Point, after, apply, box_through
from reqx.parsing.pdf.objects import (
    FORM,
    PATH,
    TEXT,
    bounds_of,
    kind_of,
    objects_in,
    objects_of,
    pointer,
)

_MAX_DEPTH = 3
_MAX_EDGES = 6_000
_MAX_SEGMENTS = 400
_THIN = 2.5
"""A filling no thicker than this, in points, is a line."""
_STRAIGHT = 0.6
_SHORTEST = 3.0
_NEAR_WHITE = 248

_mode_of = direct(pdfium.FPDFPath_GetDrawMode, c_int, c_void_p)
_colour_of = direct(pdfium.FPDFPageObj_GetFillColor, c_int, c_void_p)
_count_of = direct(pdfium.FPDFPath_CountSegments, c_int, c_void_p)
_segment_of = direct(pdfium.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
_segment_kind_of = direct(pdfium.FPDFPathSegment_GetType, c_int, c_void_p)
_point_of = direct(pdfium.FPDFPathSegment_GetPoint, c_int, c_void_p)
_is_closed = direct(pdfium.FPDFPathSegment_GetClose, c_int, c_void_p)
_MODE, _MODE_WRITTEN = memory("i", 2)
_COLOUR, _COLOUR_WRITTEN = memory("I", 4)
_POINT, _POINT_WRITTEN = memory("f", 2)


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from `start` to `end` along one axis, at `at` on the other, on the page as read."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Ruling:
    """A page's ruling lines. `is_capped`: there are too many, a drawing and no table.

    `shades` are the boxes of broad fillings that can be seen: no lines, but a table may be made
    of them alone.
    """

    horizontal: list[Edge]
    vertical: list[Edge]
    is_capped: bool = False
    shades: list[BBox] = field(default_factory=list)


def read_ruling(page: PdfPage, matrix: Matrix) -> Ruling:
    """Return the page's ruling lines; `matrix` leads from user space to the page as read."""
    ruling = Ruling([], [])
    for path, way in _paths(objects_of(page.raw), matrix, _MAX_DEPTH):
        is_filled, is_stroked = _drawn(path)
        box = box_through(way, bounds_of(path))
        if is_filled and not is_stroked and _breadth(box) > _THIN:
            if _is_visible(path):
                ruling.shades.append(box)
        elif is_filled or is_stroked:
            for a, b in _sides(path, way, box):
                _add(ruling, a, b)
        if len(ruling.horizontal) + len(ruling.vertical) > _MAX_EDGES:
            return Ruling([], [], is_capped=True)
    return ruling


def _paths(items: Sequence[int], matrix: Matrix, depth: int) -> Iterator[tuple[int, Matrix]]:
    """Yield the paths among these objects, with the way from their space; forms are gone into."""
    for where, kind in zip(items, map(kind_of, items), strict=True):
        # Nearly all are text.
        if kind == TEXT:
            continue
        if kind == PATH:
            yield where, matrix
        elif kind == FORM and depth:
            way = after(_matrix_of(where), matrix)
            yield from _paths(objects_in(pointer(where)), way, depth - 1)


def _matrix_of(item: int) -> Matrix:
    values = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(pointer(item), values):
        return IDENTITY
    return values.a, values.b, values.c, values.d, values.e, values.f


def _drawn(path: int) -> tuple[bool, bool]:
    """Tell whether the path is filled, and whether it is stroked."""
    if not _mode_of(path, *_MODE_WRITTEN):
        return False, False
    return bool(_MODE[0]), bool(_MODE[1])


def _is_visible(path: int) -> bool:
    """Tell whether a filling stands out: word processors lay white behind each piece of text."""
    return not _colour_of(path, *_COLOUR_WRITTEN) or min(_COLOUR[:3]) < _NEAR_WHITE


def _sides(path: int, way: Matrix, box: BBox) -> Iterator[tuple[Point, Point]]:
    """Yield the straight lines a path draws; a thin one is one line along its middle.

    The edges of a broad filling are none: shading is laid behind each line of text.
    """
    if _breadth(box) <= _THIN:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        is_level = box[2] - box[0] >= box[3] - box[1]
        yield ((box[0], y), (box[2], y)) if is_level else ((x, box[1]), (x, box[3]))
        return
    for points in _outlines(path, after(_matrix_of(path), way)):
        yield from pairwise(points)


def _breadth(box: BBox) -> float:
    """Return the shorter side of a box."""
    return min(box[2] - box[0], box[3] - box[1])


def _outlines(path: int, matrix: Matrix) -> Iterator[list[Point]]:
    """Yield each straight-sided part of the path, closed ones with their first point again."""
    count = _count_of(path)
    if count > _MAX_SEGMENTS:
        return
    points: list[Point] = []
    for i in range(count):
        segment = _segment_of(path, i)
        _point_of(segment, *_POINT_WRITTEN)
        if _segment_kind_of(segment) != pdfium.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(apply(matrix, *_POINT))
        if _is_closed(segment) and len(points) > 1:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _add(ruling: Ruling, a: Point, b: Point) -> None:
    (ax, ay), (bx, by) = a, b
    if abs(ay - by) <= _STRAIGHT and abs(ax - bx) >= _SHORTEST:
        ruling.horizontal.append(Edge((ay + by) / 2, min(ax, bx), max(ax, bx)))
    elif abs(ax - bx) <= _STRAIGHT and abs(ay - by) >= _SHORTEST:
        ruling.vertical.append(Edge((ax + bx) / 2, min(ay, by), max(ay, by)))
