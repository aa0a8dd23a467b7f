"""An engine that was kept as bytes answers as before."""

import numpy as np
import pytest
from tests.brain.roads.networks import city_grid, random_places

from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.keeping import engine_bytes, engine_from


def test_a_kept_engine_answers_as_before() -> None:
    draw = np.random.default_rng(4)
    engine = RoadEngine.build(city_grid(draw, side=9))
    again = engine_from(engine_bytes(engine))
    units, cases = (random_places(draw, arcs=engine.network.arcs, count=5) for _ in range(2))
    found = [
        one.matrix(units, cases, metric=one.metric("any", one.network.travel_ms[0])).tolist() for one in (engine, again)
    ]
    assert found[0] == found[1]
    assert (again.hierarchy.number == engine.hierarchy.number).all()


@pytest.mark.parametrize("data", [b"", b"nothing of the kind", b"PK\x03\x04 cut short"])
def test_other_bytes_are_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"^data: .*"):
        engine_from(data)
