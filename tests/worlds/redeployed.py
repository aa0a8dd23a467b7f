"""An advisor that proposes moves as a test wants them, and stations for the town's units."""

from collections.abc import Mapping
from typing import Any

from tests.worlds.city import EAST, SYSTEM, Town

from callbox.kernel.advisor import Away

STATION_2 = f"{EAST}/station-2"


class Mover:
    """Proposes that units by these call signs go to wait at the station with this number in the question."""

    def __init__(self, town: Town, moves: Mapping[str, str]) -> None:
        self.town, self.moves, self.asked = town, dict(moves), 0

    def ask(self, question: str, told: Any, *, within_s: float = 1.0) -> Any:  # noqa: ARG002  as every advisor's
        if question != "redeploy":
            raise Away("none")
        self.asked += 1
        idle = {one["id"] for one in told["units"]}
        signs = {self.town.units[sign]: goal for sign, goal in self.moves.items()}
        return {
            "moves": [
                {"unit": unit, "station": goal, "fewer_late_per_100": 2.4, "drive_ms": 300_000}
                for unit, goal in signs.items()
                if unit in idle
            ]
        }


def with_stations(town: Town) -> None:
    """E1, E2 and M1 are at home in station 1, and B1 in station 2."""
    told = {"above": EAST, "name": "Station 2", "level": "station", "what": "fire"}
    town.done("organisation.found", SYSTEM, id=STATION_2, **told)
    for sign in ("E1", "E2", "M1"):
        town.done("unit.describe", SYSTEM, unit=town.units[sign], home_latitude_deg=22.5, home_longitude_deg=114.1)
    place = {"home_latitude_deg": 22.6, "home_longitude_deg": 114.2}
    town.units["B1"] = town.done("unit.commission", SYSTEM, organisation=STATION_2, call_sign="B1", **place)
