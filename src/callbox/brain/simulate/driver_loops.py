"""A run whose questions compiled policies answer; the others come back to be answered in Python."""

import numpy as np
from numpy.typing import NDArray

from callbox.brain.compiled import compiled, lean
from callbox.brain.simulate.layout import ASKS_MOVE, ASKS_STATION, ASKS_UNIT
from callbox.brain.simulate.policy import ASKED
from callbox.brain.simulate.policy_loops import choose_candidate, choose_move, choose_station
from callbox.brain.simulate.run_loops import run_world
from callbox.brain.simulate.world import World


@lean
def drive_world(world: World, until_ms: int) -> int:
    """As `run_loops.run_world`, answering what it asks."""
    while True:
        reason = run_world(world, until_ms)
        if reason == ASKS_UNIT and world.dispatch != ASKED:
            world.answer = choose_candidate(world, world.asked)
        elif reason == ASKS_STATION and world.place != ASKED:
            world.answer_station = choose_station(world, world.asked)
        elif reason == ASKS_MOVE and world.move != ASKED:
            world.answer, world.answer_station = choose_move(world)
        else:
            return int(reason)


@compiled
def run_driven(worlds: NDArray[np.void], until_ms: int) -> int:
    """As `drive_world`, from Python: `worlds` (1,) is a bound WORLD (see `binding`)."""
    return drive_world(worlds[0], until_ms)
