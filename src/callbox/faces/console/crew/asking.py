"""What every form here has in common: it is carried out once, and answered for a person or for the page's own script."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from callbox.faces.console.asking import Given, asked
from callbox.faces.console.pages import words_of
from callbox.kernel import gate
from callbox.kernel.facts import Actor, Refused


def given_in(request: HttpRequest) -> dict[str, str]:
    """What a form holds."""
    return {name: str(told) for name, told in request.POST.items()}


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's own script asks, which keeps what it could not send."""
    return "application/json" in request.headers.get("Accept", "")


def carried_out(name: str, actor: Actor, given: Given) -> None:
    """One act, under the key that the page gave it when the button was pressed.

    Raises:
        Refused: what speaks against it.
    """
    answer = gate.act(asked(name, actor, given, key=given.get("key") or None))
    if answer.refused is not None:
        raise answer.refused


def answered(request: HttpRequest, refused: Refused | None, *, back: str) -> HttpResponse:
    """The answer: back to the page, or to its script whether it was carried out and if not, why."""
    if wants_json(request):
        told = {"ok": True} if refused is None else {"ok": False, "refused": words_of(request, refused)}
        return JsonResponse(told, status=200 if refused is None else 422)
    if refused is not None:
        raise refused
    return HttpResponseRedirect(back)
