"""How much of half a minute the public pages take from whoever reports something on a phone.

    python -m benchmarks.portal ADDRESS [TIMES]

ADDRESS is a node that runs and takes in (`callbox run` on a demo, say http://127.0.0.1:8000). A scripted person opens
/report, chooses a photo, types a place and a few words, looks at what is proposed, and sends; until the link that follows
it is there. Counted are the times they press or choose, the bytes that come over the line (pages, styles, scripts, as they
are sent), and how long they wait for the server: the median and the longest of TIMES (20).

What a person takes is not measured but assumed, plainly: 3 characters a second (36 words a minute typed with two thumbs:
Palin et al., MobileHCI 2019), 5 s to take the photo, 1 s for each press. Limit: 30 s in all.
"""

import re
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from io import BytesIO
from statistics import median
from urllib.parse import urlsplit
from uuid import uuid4

from PIL import Image

TIMES, LIMIT_S = 20, 30.0
CHARACTERS_PER_S, PHOTO_S, PRESS_S = 3.0, 5.0, 1.0
WORDS, PLACE = "a street lamp is broken", "Harbour Road"
# Open the camera, take it; the field for words, that for the place; send.
PRESSES = 5
LINE = "----callbox-benchmark"


@dataclass
class Person:
    """Somebody with a phone."""

    place: str
    waited_s: float = 0.0
    got_bytes: int = 0
    known: set[str] = field(default_factory=set)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> str:
        """One request, and how long it took to its last byte."""
        named = {name.replace("_", "-"): told for name, told in headers.items()}
        begun = time.perf_counter()
        caller = HTTPConnection(self.place, timeout=30)
        caller.request(method, path, body=body, headers={"Accept-Language": "en"} | named)
        answer = caller.getresponse()
        told = answer.read()
        caller.close()
        self.waited_s += time.perf_counter() - begun
        self.got_bytes += len(told)
        if answer.status >= 400:
            raise SystemExit(f"{method} {path}: {answer.status}")
        return told.decode(errors="replace")

    def post(self, path: str, fields: dict[str, str], photo: bytes | None = None, **headers: str) -> str:
        """A form, with a photo or without one."""
        parts = [(f'name="{name}"', text.encode()) for name, text in fields.items()]
        parts += [('name="photo"; filename="photo.jpg"', photo)] if photo else []
        body = b"".join(
            f"--{LINE}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"
            for head, content in parts
        )
        kind = f"multipart/form-data; boundary={LINE}"
        return self.ask("POST", path, body + f"--{LINE}--\r\n".encode(), Content_Type=kind, **headers)

    def open(self, path: str) -> str:
        """A page, and what it is drawn with, which a browser keeps."""
        page = self.ask("GET", path)
        for asset in re.findall(r'(?:href|src)="(/s/look/[^"]+)"', page):
            if asset not in self.known:
                self.known.add(asset)
                self.ask("GET", asset)
        return page


def picture() -> bytes:
    """A photo as the page makes it small before it is sent: 2,560 pixels at its longer side."""
    file = BytesIO()
    Image.effect_noise((2560, 1920), 40).convert("RGB").save(file, "JPEG", quality=60)
    return file.getvalue()


def hidden(page: str) -> dict[str, str]:
    """What a form carries."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def report(place: str, photo: bytes) -> Person:
    """From opening the page to the link."""
    person = Person(place)
    carried = hidden(person.open("/report"))
    kept = re.findall(r'"kept": "([0-9a-f]+)"', person.post("/report/photo", {}, photo))
    filled = {**carried, "words": f"{WORDS} {uuid4().hex[:4]}", "address": PLACE, "kept": "".join(kept)}
    look = person.post("/report", filled, X_Part="look")
    chosen = re.findall(r'name="proposal" value="([^"]+)" checked', look)
    sent = person.post("/report", {**filled, **hidden(look), "proposal": "".join(chosen), "what": "send"})
    if 'id="link"' not in sent:
        raise SystemExit("no link came: does this node take in ([portal] in its settings)?")
    return person


def person_s() -> float:
    """What whoever does it takes, as assumed above."""
    return len(WORDS + PLACE) / CHARACTERS_PER_S + PHOTO_S + PRESSES * PRESS_S


def main(address: str, times: int) -> None:
    """Measure, and say it in three lines."""
    place, photo = urlsplit(address).netloc, picture()
    done = [report(place, photo) for _ in range(times)]
    waits = sorted(one.waited_s for one in done)
    print(f"presses {PRESSES}, bytes that come {done[0].got_bytes:,}, photo sent {len(photo):,} bytes")
    print(f"waiting for the server: median {median(waits):.2f} s, longest {waits[-1]:.2f} s, of {times}")
    whole = person_s() + median(waits)
    print(f"with a person's {person_s():.1f} s: {whole:.1f} s of {LIMIT_S:.0f} s ({whole / LIMIT_S:.0%})")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else TIMES)
