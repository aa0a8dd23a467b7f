"""A world's city on disk: `worlds/NAME/city/`, whole or not there at all, each file with its digest.

    city.json        what it is: its digest, where it came from, the digest of each file
    roads-D.npz      the network's arrays and the order of its nodes, D being the digest's beginning
    places-D.json    the gazetteer

A new city is written beside the old one; `city.json` is replaced last, so that a reader finds the one or the other.
"""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from callbox.brain.roads.facts import Ints, RoadNetwork
from callbox.brain.roads.reading.facts import Address, Crossing, Gazetteer, Landmark, Scars, StreetName
from callbox.site import start
from callbox.site.city.errors import CityError

MARK: Final = "city.json"
FORMAT: Final = 1
DIGEST_LETTERS: Final = 16


@dataclass(frozen=True, kw_only=True)
class City:
    """A network with the order that its hierarchy is built by, and the names that people search for."""

    network: RoadNetwork
    order: Ints
    gazetteer: Gazetteer
    scars: Scars
    """Where islands were left out and streets repaired, for the picture."""
    digest: str
    """SHA-256 over the network, hex: closures by arc and decisions name it."""
    told: Mapping[str, Any]
    """What was imported: files, form, when, the report; as JSON knows it."""


def folder_of(home: Path, world: str) -> Path:
    """Where a world's city lies."""
    return start.folder_of(home, world) / "city"


def marked(folder: Path) -> dict[str, Any] | None:
    """What `city.json` says; None where there is no city.

    Raises:
        CityError: when it cannot be read.
    """
    try:
        told = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as wrong:
        raise CityError("city.broken", path=folder / MARK) from wrong
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise CityError("city.format", path=folder / MARK)
    return told


def stamp(folder: Path) -> str:
    """What changes whenever a city is brought in; empty where there is none. Cheap enough to look at every second."""
    try:
        found = (folder / MARK).stat()
    except OSError:
        return ""
    return f"{found.st_ino} {found.st_mtime_ns}"


def digest_of(network: RoadNetwork) -> str:
    """The digest of a network: of its arrays and names, whatever machine it is on."""
    whole = hashlib.sha256()
    for name, array in _arrays(network).items():
        whole.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        whole.update(array.tobytes())
    whole.update("\n".join(network.names).encode())
    return whole.hexdigest()


def save(folder: Path, city: City) -> None:
    """Put a city in the place of whatever was there.

    Raises:
        CityError: when it cannot be written; what was there stays.
    """
    letters = city.digest[:DIGEST_LETTERS]
    names = np.array(city.network.names, dtype=np.str_)
    arrays: dict[str, Any] = {**_arrays(city.network), "names": names, "order": city.order, **_scars(city.scars)}
    roads = io.BytesIO()
    np.savez(roads, **arrays)
    places = json.dumps(asdict(city.gazetteer), ensure_ascii=False, separators=(",", ":")).encode()
    files = {f"roads-{letters}.npz": roads.getvalue(), f"places-{letters}.json": places}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    mark = {"format": FORMAT, "digest": city.digest, "files": digests, "told": city.told}
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, data in files.items():
            _replace(folder / name, data)
        _replace(folder / MARK, (json.dumps(mark, ensure_ascii=False, indent=1) + "\n").encode())
        _sweep(folder, {MARK, *files})
    except OSError as wrong:
        raise CityError("city.not_written", path=folder, reason=wrong.strerror or str(wrong)) from wrong


def load(folder: Path) -> City | None:
    """The city of a world; None where there is none.

    Raises:
        CityError: when a file is missing or is not what was written.
    """
    mark = marked(folder)
    if mark is None:
        return None
    try:
        files = {name.partition("-")[0]: _checked(folder, name, str(told)) for name, told in mark["files"].items()}
        roads = np.load(io.BytesIO(files["roads"]), allow_pickle=False)
        network = RoadNetwork(
            **{name: _frozen(roads[name]) for name in _ARRAYS}, names=tuple(str(one) for one in roads["names"])
        )
        gazetteer = _gazetteer(json.loads(files["places"]))
        return City(
            network=network,
            order=_frozen(roads["order"]),
            gazetteer=gazetteer,
            scars=Scars(**{field.name: _frozen(roads[f"scars_{field.name}"]) for field in fields(Scars)}),
            digest=str(mark["digest"]),
            told=dict(mark["told"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as wrong:
        raise CityError("city.broken", path=folder) from wrong


_ARRAYS: Final = tuple(field.name for field in fields(RoadNetwork) if field.name != "names")


def _arrays(network: RoadNetwork) -> dict[str, NDArray[Any]]:
    return {name: np.ascontiguousarray(getattr(network, name)) for name in _ARRAYS}


def _scars(scars: Scars) -> dict[str, NDArray[Any]]:
    return {f"scars_{field.name}": np.ascontiguousarray(getattr(scars, field.name)) for field in fields(Scars)}


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array


def _gazetteer(told: Mapping[str, Any]) -> Gazetteer:
    kinds = {"streets": StreetName, "addresses": Address, "crossings": Crossing, "landmarks": Landmark}
    return Gazetteer(**{name: tuple(kind(**one) for one in told[name]) for name, kind in kinds.items()})


def _checked(folder: Path, name: str, told: str) -> bytes:
    if Path(name).name != name:
        raise ValueError(name)
    data = (folder / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != told:
        raise ValueError(name)
    return data


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _sweep(folder: Path, kept: set[str]) -> None:
    """Take away the files of the city that was there before."""
    for path in folder.iterdir():
        if path.name not in kept and path.name.startswith(("roads-", "places-", ".roads-", ".places-", f".{MARK}")):
            path.unlink(missing_ok=True)
