"""A road network with its order as bytes, so that a process that starts again need not work the order out anew.

The rest of the hierarchy follows from the order in a hundredth of the time that finding the order takes, so it is made
again, and no change of the hierarchy's form ever makes kept bytes unreadable.
"""

import io
import json
from dataclasses import fields
from zipfile import BadZipFile

import numpy as np

from callbox.brain.roads.engine import RoadEngine
from callbox.brain.roads.facts import Ints, RoadNetwork
from callbox.brain.roads.hierarchy import from_order

ARRAYS = tuple(one.name for one in fields(RoadNetwork) if one.name != "names")


def engine_bytes(engine: RoadEngine) -> bytes:
    """The network and its order, in NumPy's own form (.npz), without any code in it; metrics are not kept."""
    kept = {name: getattr(engine.network, name) for name in ARRAYS}
    names = np.frombuffer(json.dumps(engine.network.names).encode(), np.uint8)
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, order=order_of(engine), names=names, **kept)
    return file.getvalue()


def order_of(engine: RoadEngine) -> Ints:
    """(n,) the nodes from the least important to the most, as `from_order` takes them."""
    return np.argsort(engine.hierarchy.number)[::-1].astype(np.int32)


def engine_from(data: bytes) -> RoadEngine:
    """The engine that gave these bytes, without metrics; raises ValueError for other bytes."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            kept = {name: file[name] for name in (*ARRAYS, "order", "names")}
    except (BadZipFile, KeyError, ValueError, OSError, EOFError) as fault:
        raise ValueError("data: these are not the bytes of a kept road network") from fault
    order, names = kept.pop("order"), tuple(json.loads(kept.pop("names").tobytes()))
    network = RoadNetwork(names=names, **kept)
    return RoadEngine(network=network, hierarchy=from_order(network, order))
