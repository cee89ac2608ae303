"""Bars, intervals and bounds on one scale around nought: losses to the left, gains to the right.

The line of nought has a column of its own, so that a bar of either side begins at its edge. Bars to the right
end in eighths of a column. Of blocks that grow to the left every font has an eighth, a half and a whole: the
nearest is taken, so that such a bar is right to a quarter of a column.
"""

from __future__ import annotations

from math import ceil, floor, log10

from smmfunnel.dataclass import dataclass

_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_TO_THE_LEFT = ("", "▕", "▕", "▐", "▐", "▐", "▐", "█")
"""What ends a bar that grows to the left, by the eighths that are over."""

ZERO, LINE, LOW, HIGH, CROSS, LIGHT, FAINT, BLOCK = "│─├┤┼░▒█"
_ASCII = str.maketrans("│─├┤┼░▒█", "|-[]+.:#")


@dataclass(frozen=True)
class Scale:
    """How many columns a unit takes, with so many columns on either side of the line of nought."""

    left: int
    right: int
    unit: float
    """Columns a sale."""

    @property
    def width(self) -> int:
        """Columns of the whole, the line of nought included."""
        return self.left + 1 + self.right

    def column(self, value: float) -> int:
        """Return the column a value falls into, from 0.

        Example:
            >>> scale = Scale(left=10, right=5, unit=2.0)
            >>> [scale.column(value) for value in (-5, -4.9, -0.1, 0, 0.1, 2.5)]
            [0, 0, 9, 10, 11, 15]
        """
        reach = ceil(abs(value) * self.unit - _EDGE)
        if reach <= 0:
            return self.left
        side = self.left - reach if value < 0 else self.left + reach
        return min(max(side, 0), self.width - 1)


_EDGE = 1e-9
"""A value this near to the edge of a column lies in the one before it."""


def scale_of(low: float, high: float, width: int) -> Scale:
    """Fit both ends and nought into a width, with as many columns a unit as there can be.

    Example:
        >>> scale_of(-30, 10, 41)
        Scale(left=30, right=10, unit=1.0)
        >>> scale_of(0, 0, 9)
        Scale(left=4, right=4, unit=1.0)
    """
    loss, gain = max(-low, 0.0), max(high, 0.0)
    room = width - 1
    if loss + gain == 0:
        return Scale(room // 2, room - room // 2, 1.0)
    near = room * loss / (loss + gain)
    least, most = int(loss > 0), room - int(gain > 0)
    tries = {min(max(each, least), most) for each in (floor(near), ceil(near))}
    return max((_fitted(loss, gain, left, room - left) for left in sorted(tries)), key=lambda each: each.unit)


_FINEST = 1e12
"""Columns a sale on the finest scale: sizes below are of rounding, and a quotient by them may be no number."""


def _fitted(loss: float, gain: float, left: int, right: int) -> Scale:
    units = [columns / size for columns, size in ((left, loss), (right, gain)) if size > 0]
    return Scale(left, right, min(*units, _FINEST))


def bar(value: float, scale: Scale, *, unicode: bool, faint: bool = False) -> str:
    """Draw a bar from nought to a value, and the line of nought; a faint one in whole columns.

    Example:
        >>> scale = Scale(left=8, right=4, unit=1.0)
        >>> bar(-2.5, scale, unicode=True), bar(2.25, scale, unicode=True), bar(-2.4, scale, unicode=False)
        ('     ▐██│    ', '        │██▎ ', '      ##|    ')
    """
    eighths = round(abs(value) * scale.unit * 8)
    full, over = divmod(eighths, 8)
    if faint or not unicode:
        full, over = round(eighths / 8), 0
    block = FAINT if faint else BLOCK
    if value < 0:
        drawn = f"{(_TO_THE_LEFT[over] + block * full).rjust(scale.left)}{ZERO}{' ' * scale.right}"
    else:
        drawn = f"{' ' * scale.left}{ZERO}{(block * full + _EIGHTHS[over]).ljust(scale.right)}"
    return drawn if unicode else drawn.translate(_ASCII)


def whisker(interval: tuple[float, float], bounds: tuple[float, float], scale: Scale, *, unicode: bool) -> str:
    """Draw an interval as a line with ends, and around it, lighter, how far its bounds reach.

    Example:
        >>> scale = Scale(left=10, right=4, unit=1.0)
        >>> whisker((-6, -2), (-9, 1), scale, unicode=True), whisker((-3, 2), (-3, 2), scale, unicode=False)
        (' ░░░├───┤░│░   ', '       [--+-]  ')
    """
    cells = [" "] * scale.width
    cells[scale.left] = ZERO
    _fill(cells, bounds, LIGHT, scale)
    if interval[0] < interval[1]:
        first, last = _fill(cells, interval, LINE, scale)
        if first < scale.left < last:
            cells[scale.left] = CROSS
        if first < last:
            cells[first], cells[last] = LOW, HIGH
    drawn = "".join(cells)
    return drawn if unicode else drawn.translate(_ASCII)


def _fill(cells: list[str], ends: tuple[float, float], mark: str, scale: Scale) -> tuple[int, int]:
    first, last = (scale.column(end) for end in ends)
    if ends[0] < ends[1]:
        for at in range(first, last + 1):
            if at != scale.left:
                cells[at] = mark
    return first, last


def ticks(low: float, high: float, scale: Scale, room: int) -> tuple[tuple[int, float], ...]:
    """Choose round values to write under the scale, no two nearer than `room` columns: column and value.

    Example:
        >>> ticks(-30, 10, Scale(30, 10, 1.0), room=8)
        ((0, -30.0), (10, -20.0), (20, -10.0), (30, 0.0), (40, 10.0))
    """
    least = room / scale.unit
    power = 10.0 ** floor(log10(least))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= least)
    first, last = ceil(low / step - _EDGE), floor(high / step + _EDGE)
    return tuple((scale.column(at * step), at * step) for at in range(first, last + 1))
