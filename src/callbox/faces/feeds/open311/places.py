"""Where things are: the addresses of the standard's methods, and of this node."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest

ROOT: Final = "/open311"
V2: Final = f"{ROOT}/v2"


def base_of(request: HttpRequest) -> str:
    """This node's own address as those outside reach it, without a path."""
    told: str = getattr(settings, "WEB_ADDRESS", "")
    return told or f"{request.scheme}://{request.get_host()}"
