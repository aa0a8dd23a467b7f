"""The API over real HTTP: what another system, or a person signed in at the console, may ask of it."""

import io
import json
import logging
import threading
from datetime import timedelta
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from tests.worlds.city import CENTRE, EAST, NOON, SYSTEM, WEST, actor
from tests.worlds.web import Reply, Served

from callbox.kernel import intake
from callbox.kernel.facts import Refused
from callbox.services.organisation.acts import TOKEN_KEPT_S, actor_of_person, digest_of, new_secret, person_of
from callbox.services.unit.acts import purge
from callbox.site import logs

pytestmark = pytest.mark.enable_socket

REPORT = {"channel": "call", "address": "12 Harbour Road", "caller_phone": "555-0101"}
OPEN = {"category": "fire", "priority": "emergency"}
CANARY = "Zqxj-Canary-7731"


def test_a_report_is_posted_becomes_a_case_and_is_read_for_a_purpose(served: Served) -> None:
    report = served.post("/api/reports", REPORT, by="reporter")
    opened = served.post("/api/acts/incident.open", {"report": report.told["id"], **OPEN})
    case = f"/api/cases/{opened.told['id']}"

    sealed, read = served.get(case), served.get(case, Purpose="to send a unit")

    assert (report.status, opened.status) == (201, 200)
    assert (sealed.status, sealed.told["status"], sealed.told["personal"]) == (200, "open", None)
    assert read.told["personal"]["address"] == "12 Harbour Road"
    readings = served.get("/api/readings", by="supervisor").told["records"]
    assert [one["of"] for one in readings] == [opened.told["id"]]


def test_the_same_key_answers_the_same_and_another_body_is_refused(served: Served) -> None:
    first = served.post("/api/reports", REPORT, by="reporter", Idempotency_Key="k-1")
    again = served.post("/api/reports", REPORT, by="reporter", Idempotency_Key="k-1")
    other = served.post("/api/reports", {**REPORT, "address": "1 Pier"}, by="reporter", Idempotency_Key="k-1")

    assert (again.status, again.text) == (first.status, first.text)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (other.status, other.told["code"], other.told["field"]) == (409, "key.reused", "Idempotency-Key")
    assert len(served.get("/api/reports").told["records"]) == 1


def test_pages_hold_each_record_once_while_more_arrive(served: Served) -> None:
    before = {served.town.done("report.receive", actor("call_taker")) for _ in range(25)}
    seen: list[str] = []
    after = ""
    while True:
        page = served.get(f"/api/reports?most=4{after and f'&after={after}'}").told
        seen += [one["id"] for one in page["records"]]
        served.town.done("report.receive", actor("call_taker"))
        if page["after"] is None:
            break
        after = page["after"]

    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_what_may_not_be_seen_is_answered_as_what_never_was(served: Served) -> None:
    hidden = served.town.done("incident.open", actor("dispatcher", WEST), **OPEN)
    stranger = served.secret("dispatcher", EAST)
    absent = hidden[:-1] + ("0" if hidden[-1] != "0" else "1")

    for path in ("/api/cases/{}", "/api/incidents/{}", "/api/cases/{}?purpose=x", "/api/cases/{}/story"):
        there, nowhere = (served.get(path.format(one), by=stranger) for one in (hidden, absent))
        assert (there.status, there.text.replace(hidden, "X")) == (404, nowhere.text.replace(absent, "X"))
    close: dict[str, Any] = {"disposition": "done"}
    there, nowhere = (
        served.post("/api/acts/incident.close", close | {"incident": one}, by=stranger) for one in (hidden, absent)
    )
    assert (there.status, there.text.replace(hidden, "X")) == (404, nowhere.text.replace(absent, "X"))
    assert served.get("/api/incidents", by=stranger).told["records"] == []


WRONG: list[tuple[Any, int, str, str | None]] = [
    (b"{", 400, "body.unreadable", None),
    (b"[1]", 400, "body.unreadable", None),
    (b'{"address": NaN}', 400, "body.unreadable", None),
    (b'{"answers": ' + b'{"a":' * 40 + b"1" + b"}" * 41, 400, "body.unreadable", None),
    (b'{"latitude_deg": ' + b"9" * 5000 + b"}", 400, "body.unreadable", None),
    (b"\xff\xfe", 400, "body.unreadable", None),
    ({"channel": "pigeon"}, 422, "choice.unknown", "channel"),
    ({"adress": "x"}, 422, "field.unknown", "adress"),
    ({"address": 7}, 422, "field.type", "address"),
    ({"latitude_deg": "north"}, 422, "field.type", "latitude_deg"),
    ({"address": "a\0b"}, 422, "text.unreadable", "address"),
    (b'{"address": "\\ud800"}', 422, "text.unreadable", "address"),
    ({"address": "x" * 20_001}, 422, "text.long", "address"),
    ({"language": "x" * 300}, 422, "text.long", "language"),
    ({"at": "yesterday"}, 422, "field.type", "at"),
    ({"at": "2026-03-02T12:00:00"}, 422, "field.type", "at"),
    ({"at": "2027-03-02T12:00:00Z"}, 422, "at.future", "at"),
    ({"latitude_deg": 91}, 422, "number.above", "latitude_deg"),
    ({"longitude_deg": -180.5}, 422, "number.small", "longitude_deg"),
]


def test_a_refused_choice_names_the_allowed_ones_in_either_language(served: Served) -> None:
    told = [
        served.post("/api/reports", {"channel": "pigeon"}, by="reporter", Accept_Language=language).told["message"]
        for language in ("en", "zh")
    ]
    assert all("call, text, web, photo, api, alert, walk_in, relay" in line for line in told), told
    assert " or " not in told[1]


def test_what_cannot_be_is_refused_in_one_line_that_names_the_field(served: Served, subtests: pytest.Subtests) -> None:
    for number, (sent, status, code, field) in enumerate(WRONG):
        with subtests.test(number=number, code=code):
            reply = served.post("/api/reports", sent, by="reporter")

            assert (reply.status, reply.told["code"]) == (status, code), reply.text
            assert "\n" not in reply.told["message"]
            if field is not None:
                assert (reply.told["field"], field in reply.told["message"]) == (field, True)
    assert served.get("/api/reports").told["records"] == []


def test_a_slip_in_a_lists_question_says_what_would_be_right(served: Served) -> None:
    told = {asked: served.get(f"/api/units?{asked}").told for asked in ("status=avialable", "most=0", "most=201")}

    assert {one["field"] for one in told.values()} == {"status", "most"}
    assert "available" in told["status=avialable"]["message"]
    assert (told["most=0"]["details"]["least"], told["most=201"]["details"]["most"]) == (1, 200)


def test_refusals_have_one_shape_and_speak_the_callers_language(served: Served) -> None:
    replies: list[Reply] = [
        served.get("/api/reports", by=None),
        served.get("/api/reports", by="cbx_" + "0" * 64),
        served.get("/api/nothing"),
        served.ask("DELETE", "/api/reports"),
        served.ask("POST", "/api/reports", b"a=b", by="reporter", Content_Type="text/plain"),
        served.ask("POST", "/api/reports", b"x" * 1_000_001, by="reporter"),
        served.post("/api/acts/incident.open", OPEN, by="analyst"),
        served.post("/api/acts/no.such", {}),
        served.get("/events", by=None),
    ]
    assert [one.status for one in replies] == [401, 401, 404, 405, 415, 413, 403, 404, 401]
    assert all(one.told.keys() == {"code", "message", "field", "details"} for one in replies)
    chinese = served.get("/api/reports", by=None, Accept_Language="zh-CN,en;q=0.5")
    assert (chinese.told["code"], "登录" in chinese.told["message"]) == ("sign_in.needed", True)
    assert "登录" in served.get("/events", by=None, Accept_Language="zh").told["message"]


def test_a_token_ends_when_it_is_revoked_or_its_time_is_over(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callbox.services.organisation.acts.TOKEN_KEPT_S", 0.0)
    assert TOKEN_KEPT_S <= 5
    revoked, ended = new_secret(), new_secret()
    told = {"organisation": CENTRE, "name": "radio", "roles": ("dispatcher",)}
    token = served.town.done("token.issue", SYSTEM, digest=digest_of(revoked), **told)
    served.town.done("token.issue", SYSTEM, digest=digest_of(ended), expires_at=NOON + timedelta(hours=1), **told)
    assert [served.get("/api/units", by=one).status for one in (revoked, ended)] == [200, 200]

    served.town.done("token.revoke", SYSTEM, token=token)
    served.town.clock.put(NOON + timedelta(hours=1))

    assert [served.get("/api/units", by=one).status for one in (revoked, ended)] == [401, 401]


def test_the_consoles_session_may_act_with_its_pages_token_only(served: Served) -> None:
    cookies = _signed_in(served, "wei", "dispatcher")
    told = served.post("/api/acts/incident.open", OPEN, by=None, Cookie=cookies)
    assert (told.status, told.told["code"]) == (403, "http.csrf")
    assert served.get("/api/incidents", by=None, Cookie=cookies).status == 200

    token = "a" * 32
    done = served.post(
        "/api/acts/incident.open", OPEN, by=None, Cookie=f"{cookies}; csrftoken={token}", X_CSRFToken=token
    )

    assert done.status == 200, done.text


def test_who_is_dismissed_is_signed_out_everywhere_and_their_post_is_vacant(served: Served) -> None:
    cookies = _signed_in(served, "wei", "dispatcher")
    assert served.get("/api/incidents", by=None, Cookie=cookies).status == 200
    person = person_of("wei")
    assert person is not None

    [post] = person.posts
    served.town.done("person.dismiss", SYSTEM, person=person.id)

    told = served.get("/api/incidents", by=None, Cookie=cookies)
    assert (told.status, told.told["code"]) == (401, "sign_in.needed")
    assert served.town.record("post", post).person is None
    assert get_user(SimpleNamespace(session=_session(cookies))).is_anonymous  # type: ignore[arg-type]
    with pytest.raises(Refused, match=r"sign_in\.needed"):
        actor_of_person("wei", post=post)


def _session(cookies: str) -> SessionStore:
    return SessionStore(cookies.partition("=")[2])


def _signed_in(served: Served, sign_in: str, role: str) -> str:
    """The cookies of somebody in a post, signed in by Django's own machinery."""
    person = served.town.done("person.admit", SYSTEM, organisation=CENTRE, sign_in=sign_in)
    post = served.town.done("post.create", SYSTEM, organisation=CENTRE, title=role, roles=(role,))
    served.town.done("post.appoint", SYSTEM, post=post, person=person)
    user = get_user_model().objects.create_user(sign_in)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    cookie = SimpleCookie({settings.SESSION_COOKIE_NAME: str(session.session_key)})
    return cookie.output(header="", attrs=[]).strip()


def test_positions_are_taken_from_their_own_organisation_and_only_on_shift(served: Served) -> None:
    town = served.town
    station = served.secret("reporter", f"{EAST}/station-1")
    stranger = served.secret("reporter", WEST)
    town.done("unit.out_of_service", actor("dispatcher", EAST), unit=town.units["E2"], reason_code="off_shift")
    here = {"latitude_deg": 30.1, "longitude_deg": 122.2, "at": NOON.isoformat()}

    def tell(by: str, unit: str, **more: Any) -> list[str]:
        reply = served.post("/api/positions", {"positions": [{"unit": unit} | here | more]}, by=by)
        assert reply.status == 200, reply.text
        return [one["code"] for one in reply.told["refused"]]

    assert tell(station, town.units["E1"]) == []
    assert tell(station, town.units["E2"]) == ["position.off_shift"]
    assert tell(station, town.units["M1"], at=(NOON - timedelta(minutes=15)).isoformat()) == ["position.old"]
    assert tell(station, town.units["M1"], at=(NOON + timedelta(minutes=2)).isoformat()) == ["at.future"]
    assert tell(stranger, town.units["E1"]) == tell(stranger, "no-such-unit") == ["not_found"]
    assert tell(station, town.units["E1"], latitude_deg=91) == ["number.outside"]
    late = {"positions": [{"unit": town.units["E1"]} | here, {"unit": "x"}]}
    assert served.post("/api/positions", late, by=station).told["field"] == "positions.1.latitude_deg"

    shown = served.get("/api/positions", by=served.secret("dispatcher", EAST)).told["positions"]
    assert [one["unit"] for one in shown] == [town.units["E1"]]
    assert served.get("/api/positions", by=stranger).told["positions"] == []


def test_positions_are_gone_after_a_quarter_of_an_hour_and_at_the_end_of_the_shift(served: Served) -> None:
    town, east = served.town, served.secret("dispatcher", EAST)
    batch = [
        {"unit": town.units[sign], "latitude_deg": 1.0, "longitude_deg": 2.0, "at": NOON.isoformat()}
        for sign in ("E1", "E2")
    ]
    assert served.post("/api/positions", {"positions": batch}, by=east).told["taken"] == 2
    town.done("unit.out_of_service", actor("dispatcher", EAST), unit=town.units["E1"], reason_code="off_shift")
    assert purge(now=NOON) == 0
    assert [one["unit"] for one in served.get("/api/positions", by=east).told["positions"]] == [town.units["E2"]]

    town.clock.put(NOON + timedelta(minutes=15))

    assert served.get("/api/positions", by=east).told["positions"] == []
    assert purge(now=town.clock.now()) == 1


def test_no_personal_value_reaches_a_log_or_an_answer_that_says_no(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.Discreet())
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [handler])
    monkeypatch.setattr(root, "level", logging.DEBUG)
    nasty = [
        {**REPORT, "address": CANARY, "channel": "pigeon"},
        {**REPORT, "address": CANARY, "latitude_deg": CANARY},
        {**REPORT, "address": f"{CANARY}\0"},
        {**REPORT, CANARY.replace("-", " "): 1, "said_fact": CANARY},
        {**REPORT, "caller_name": CANARY, "language": CANARY * 30},
        {**REPORT, "caller_name": [CANARY], "at": CANARY},
    ]
    replies = [served.post("/api/reports", one, by="reporter") for one in nasty]
    replies.append(served.get(f"/api/reports?after={CANARY}"))
    replies.append(served.get(f"/api/nothing/{CANARY}"))

    def broken(_: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("callbox.kernel.gate._decide", lambda *_: broken(None))
    replies.append(served.post("/api/reports", {**REPORT, "address": CANARY}, by="reporter", Idempotency_Key=CANARY))

    assert [one.status for one in replies] == [422] * 7 + [404, 500]
    assert all("Canary" not in one.text for one in replies)
    assert "RuntimeError at" in written.getvalue()
    assert "Canary" not in written.getvalue()


def test_a_purpose_may_be_told_in_chinese(served: Served) -> None:
    case = served.town.incident()
    header = "核对地址".encode().decode("latin-1")
    assert served.get(f"/api/cases/{case}", Purpose=header).told["personal"] is not None
    assert served.get(f"/api/cases/{case}?purpose={quote('核对地址')}").told["personal"] is not None


def test_a_case_tells_its_story(served: Served) -> None:
    report = served.post("/api/reports", REPORT, by="reporter").told["id"]
    case = served.post("/api/acts/incident.open", {"report": report, **OPEN}).told["id"]

    sealed = served.get(f"/api/cases/{case}/story")
    told = served.get(f"/api/cases/{case}/story", Purpose="review")

    assert [line["event"] for line in told.told["lines"]] == [
        "report.received",
        "incident.opened",
        "report.opened_incident",
    ]
    assert "12 Harbour Road" in told.text
    assert "12 Harbour Road" not in sealed.text


def test_a_full_queue_is_answered_at_once_with_one_line(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise Refused("overloaded")

    monkeypatch.setattr(intake.Intake, "submit", full)
    reply = served.post("/api/reports", REPORT, by="reporter")
    assert (reply.status, reply.told["code"], reply.headers["Retry-After"]) == (503, "overloaded", "1")


def test_many_at_once_are_carried_out_in_batches_and_one_key_counts_once(served: Served) -> None:
    secret = served.secret("reporter")
    replies: list[Reply] = []

    def post(number: int) -> None:
        key = f"k-{number % 20}"
        replies.append(served.post("/api/reports", REPORT, by=secret, Idempotency_Key=key))

    threads = [threading.Thread(target=post, args=(number,)) for number in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {one.status for one in replies} == {201}
    assert len({one.told["id"] for one in replies}) == 20
    assert len(served.get("/api/reports?most=200").told["records"]) == 20


def test_the_openapi_document_is_version_3_1_and_names_every_act(served: Served) -> None:
    document = json.loads(served.get("/api/openapi.json", by=None).text)
    assert document["openapi"].startswith("3.1")
    assert "/api/acts/incident.assign" in document["paths"]
    assert "/api/acts/report.overdue" not in document["paths"]  # the worker's alone
