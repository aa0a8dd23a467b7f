"""Photos sent along with the fields (multipart/form-data): what is no photo is refused before anything is taken in."""

from io import BytesIO
from typing import Final

from django.http import HttpRequest

from callbox.faces.feeds.open311.faults import fault
from callbox.services.note.photos import redrawn

MOST: Final = 5


def photos(request: HttpRequest) -> list[bytes]:
    """The photos of a request, each drawn anew: nothing else of the file is left.

    Raises:
        Faults: where there are too many.
        Refused: where one is none.
    """
    if not (request.content_type or "").startswith("multipart/"):
        return []
    files = [one for name in request.FILES for one in request.FILES.getlist(name)]
    if len(files) > MOST:
        raise fault(400, "photos", most=MOST)
    return [redrawn(BytesIO(one.read())) for one in files]
