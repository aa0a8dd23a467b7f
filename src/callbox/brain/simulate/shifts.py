"""Shifts that repeat: a week's plan as the absolute moments that `City` takes."""

import numpy as np

from callbox.brain.simulate.facts import WEEK_MS, Ints, Longs


def weekly(*, unit: Ints, on_ms: Longs, off_ms: Longs, weeks: int) -> tuple[Ints, Longs, Longs]:
    """(units, starts, ends) of `weeks` weeks from (k,) shifts within one, in ms from Monday; a shift may end the week after.

    They are `City.shift_unit`, `shift_on_ms`, `shift_off_ms`. Raises ValueError where a shift does not begin within the
    week, is longer than a week or ends before it begins.
    """
    if ((on_ms < 0) | (on_ms >= WEEK_MS)).any():
        raise ValueError("on_ms: give moments within a week")
    if ((off_ms <= on_ms) | (off_ms > on_ms + WEEK_MS)).any():
        raise ValueError("off_ms: give an end after the start, at most a week later")
    start = np.repeat(np.arange(weeks, dtype=np.int64) * WEEK_MS, len(unit))
    return np.tile(unit, weeks), np.tile(on_ms, weeks) + start, np.tile(off_ms, weeks) + start
