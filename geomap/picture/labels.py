"""A label is a name with room around it: those of named places come first, and none lies on another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geomap.picture.projection import Frame

#: Widths in thousandths of the letter size, near those of Noto Sans; what is not listed is as wide as an n.
_WIDTHS = {
    letter: width
    for letters, width in (
        ("ijlI.,:;'|!·", 270), (" ftJr()[]-/\"", 370), ("csxzvyk", 505), ("aegbdhnopqu", 605), ("w", 790), ("m", 935),
        ("ELFSTPYX", 570), ("ABCKRVZ", 630), ("DGHNUOQ", 750), ("MW", 920), ("0123456789", 572),
    )
    for letter in letters
}  # fmt: skip
#: Fonts differ; labels keep this much more room than the widths above say.
_SLACK = 1.14
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelStyle:
    """``css`` is the class in the picture's style sheet; ``bold`` widens letters, ``spacing`` parts them."""

    css: str
    size_px: float
    bold: bool = False
    spacing_px: float = 0.0

    def width(self, text: str) -> float:
        """About how wide ``text`` is."""
        thousandths = sum(_WIDTHS.get(letter, 1000 if ord(letter) > 0x2E80 else 605) for letter in text)
        return thousandths / 1000 * self.size_px * _SLACK * (1.1 if self.bold else 1) + self.spacing_px * len(text)


#: As on the page.
PLACE = LabelStyle(css="p", size_px=13.5, bold=True)
AREA = LabelStyle(css="a", size_px=13.0, bold=True)
LINE = LabelStyle(css="l", size_px=12.5, bold=True)
COUNTRY = LabelStyle(css="c", size_px=12.0, spacing_px=1.4)
NAMED_COUNTRY = LabelStyle(css="n", size_px=12.0, bold=True, spacing_px=1.4)
SEA = LabelStyle(css="s", size_px=12.0, spacing_px=0.6)
CITY = LabelStyle(css="t", size_px=11.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A text whose left end stands at ``x`` and whose base line is at ``y``."""

    text: str
    style: LabelStyle
    x: float
    y: float


class Labels:
    """The labels placed so far and the room that is taken."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._taken: list[Box] = []
        self.placed: list[Label] = []
        self.names: set[str] = set()
        self.dots: list[tuple[float, float]] = []

    def block(self, box: Box) -> None:
        """Keep labels out of ``box``: left, top, right, bottom."""
        self._taken.append(box)

    def is_free(self, box: Box) -> bool:
        """Whether a label may stand there."""
        left, top, right, bottom = box
        frame = self._frame
        if left < frame.left + 3 or top < frame.top + 2:
            return False
        if right > frame.left + frame.width - 3 or bottom > frame.top + frame.height - 2:
            return False
        return all(
            left >= each[2] or right <= each[0] or top >= each[3] or bottom <= each[1] for each in self._taken
        )

    def beside(self, text: str, style: LabelStyle, x: float, y: float, radius: float, *, spots: int = 8) -> bool:
        """Write ``text`` right, left, below or above a symbol, or across its corners; false without room."""
        width, height, gap = style.width(text), style.size_px * 1.2, radius + 4
        corner = gap * 0.7
        starts = [
            (x + gap, y - height / 2), (x - gap - width, y - height / 2),
            (x - width / 2, y + gap - 2), (x - width / 2, y - gap - height + 2),
            (x + corner, y + corner * 0.6), (x + corner, y - corner * 0.6 - height),
            (x - corner - width, y + corner * 0.6), (x - corner - width, y - corner * 0.6 - height),
        ]  # fmt: skip
        return self._put(text, style, starts[:spots], width, height)

    def around(self, text: str, style: LabelStyle, spots: Iterable[tuple[float, float]]) -> bool:
        """Write ``text`` over the middle of one of ``spots`` or a little off it; false without room."""
        width, height = style.width(text), style.size_px * 1.2
        starts = []
        for x, y in spots:
            left, top = x - width / 2, y - height / 2
            starts += [(left, top), (left, top - 18), (left, top + 18), (left - 26, top), (left + 26, top)]
            starts += [(left, top - 36), (left, top + 36)]
        return self._put(text, style, starts, width, height)

    def _put(self, text: str, style: LabelStyle, starts, width: float, height: float) -> bool:
        for left, top in starts:
            box = (left, top, left + width, top + height)
            if self.is_free(box):
                self._taken.append((left - 3, top - 1, left + width + 3, top + height + 1))
                self.placed.append(Label(text=text, style=style, x=left, y=top + height * 0.8))
                self.names.add(text)
                return True
        return False
