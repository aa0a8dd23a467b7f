"""Where the console's pages are."""

from django.urls import path

from callbox.faces.console import assets, case, live, now, requests, shifts, signing, taking, taking_drafts, tokens

urlpatterns = [
    path("", live.front),
    path("board", live.part),
    path("board/shared", live.shared),
    path("incidents/<slug:on>/do", live.do),
    path("incidents/<slug:on>/propose", live.propose),
    path("incidents/<slug:on>/accept", live.take_proposal),
    path("cases/<slug:one>", case.case),
    path("calls/new", taking.take),
    path("calls/<slug:one>", taking.call),
    path("calls/<slug:one>/typed", taking_drafts.typed),
    path("calls/<slug:one>/take-over", taking_drafts.take_over),
    path("calls/<slug:one>/hold", taking_drafts.hold),
    path("calls/<slug:one>/hang-up", taking.hang_up),
    path("calls/<slug:one>/join", taking.join),
    path("reports/<slug:one>/close", taking.close),
    path("now", now.now),
    path("now/part", now.part),
    path("requests", requests.requests),
    path("shifts", shifts.shifts),
    path("shifts/<slug:one>/turn", shifts.turn),
    path("shifts/<slug:one>/crew", shifts.crew),
    path("tokens", tokens.tokens),
    path("tokens/<slug:one>/revoke", tokens.end),
    path("sign-in", signing.sign_in),
    path("sign-out", signing.sign_out),
    path("redeem", signing.redeem),
    path("language", signing.language),
    path("post", signing.post),
    path("assets/<str:name>", assets.serve),
]
