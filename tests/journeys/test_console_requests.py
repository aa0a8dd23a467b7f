"""The departments' side of the console: the list of open requests, and the page of one."""

from collections.abc import Callable

from tests.worlds.city import EAST, SYSTEM, Town, actor
from tests.worlds.console import Desk
from tests.worlds.requests import ADMINISTRATOR, HANDLER, WATER, category, offices, request

Sit = Callable[[str], Desk]


def test_the_list_shows_open_requests_with_category_since_when_and_whose(people: Town, sit: Sit) -> None:
    kept = offices(people)
    leak, over = request(people, kept.leak, area="Harbour North"), request(people, kept.leak)
    people.done("request.close", HANDLER, request=over, disposition="withdrawn")
    dana = sit("dana")
    assert 'href="/requests"' in dana.get("/")

    page = dana.get("/requests")

    for told in ("Leak", "Harbour North", "2026-03-02 12:00:00", "water", f"/cases/{leak}"):
        assert told in page
    assert over not in page
    assert "down the hill" not in page
    assert "漏水" in sit("diao").get("/requests")


def test_a_request_that_is_hidden_is_on_no_list(people: Town, sit: Sit) -> None:
    kept = offices(people)
    hidden = request(people, kept.conduct)
    page = sit("dana").get("/requests")
    assert hidden not in page
    assert "Conduct" not in page
    assert "No request is open" in page


def test_who_reads_no_requests_finds_no_list(people: Town, sit: Sit) -> None:
    post = people.done("post.create", SYSTEM, organisation=WATER_ABOVE, title="Planner", roles=("planner",))
    assert post
    ada = sit("ada")
    assert "/requests" not in ada.get("/")
    assert ada.client.get("/requests").status_code == 404


WATER_ABOVE = WATER.rpartition("/")[0]


def test_the_page_of_a_request_tells_its_story_by_its_categorys_name(people: Town, sit: Sit) -> None:
    kept = offices(people)
    one = request(people, kept.leak)
    people.done("request.take_up", HANDLER, request=one)
    people.done("request.answer", HANDLER, request=one, answer="The pipe was mended")
    dana = sit("dana")

    asked = dana.get(f"/cases/{one}")
    assert "Leak" in asked
    assert "down the hill" not in asked
    page = dana.client.post(f"/cases/{one}", {"common": "answering"}).content.decode()

    for told in ("<h1>Leak</h1>", "Water runs down the hill", "The pipe was mended", "Answered"):
        assert told in page


def test_a_page_tells_areas_and_categories_by_name_in_the_readers_language(people: Town, sit: Sit) -> None:
    kept = offices(people)
    people.done("organisation.describe", SYSTEM, organisation=EAST, name="East District", name_zh="东区")
    one = request(people, kept.leak, area=EAST)
    people.done("request.take_up", HANDLER, request=one)
    fire = people.done("incident.open", actor("dispatcher"), category="fire", priority="routine", area=EAST)
    for name, told, strange in (("dana", "East District", "东区"), ("diao", "东区", "East District")):
        desk = sit(name)
        case = desk.client.post(f"/cases/{one}", {"common": "answering"}).content.decode()
        for page in (case, desk.get("/requests"), desk.get("/"), desk.get(f"/?on={fire}"), desk.get(f"/cases/{fire}")):
            assert told in page
            assert strange not in page
            assert EAST not in page
        assert f"<dd>{HANDLER.post}</dd>" in case  # who took it up is told by their post
        assert f"<dd>{'漏水' if name == 'diao' else 'Leak'}</dd>" in case


def test_an_area_may_be_typed_by_its_name_and_is_kept_as_the_organisation(people: Town, sit: Sit) -> None:
    people.done("incident.open", actor("dispatcher"), category="fire", priority="routine", area=EAST)
    tara = sit("dana")
    for typed, kept in (("EAST", EAST), ("The old pier", "The old pier")):
        told = {"category": "fire", "priority": "routine", "area": typed}
        address = tara.client.post("/calls/new", told)["Location"]
        assert people.record("incident", address.partition("=")[2]).area == kept


def test_after_a_storm_one_act_goes_over_all_that_a_filter_finds_and_each_is_answered_for_itself(
    people: Town, sit: Sit
) -> None:
    kept = offices(people)
    storm, *trees = [request(people, kept.leak) for _ in range(6)]
    people.done("request.answer", HANDLER, request=trees[0], answer="Cleared")
    sam = sit("sam")
    page = sam.get("/requests", category=kept.leak)
    assert page.count('name="one"') == 6
    assert kept.leak in page

    told = {"category": kept.leak, "all": "yes", "what": "put_under", "other": storm, "key": "page-1"}
    for _ in range(2):  # sent twice is done once
        done = sam.client.post("/requests/do", told).content.decode()
        assert "Done: 5. Refused: 1." in done
        assert "part of itself" in done
    assert people.record("request", storm).parts == 5
    assert sam.get("/requests", part_of=storm).count('name="one"') == 5

    chosen = {"one": trees[:2], "what": "take_up", "key": "page-2"}
    done = sam.client.post("/requests/do", chosen).content.decode()
    assert "Done: 1. Refused: 1." in done
    assert people.record("request", trees[1]).status == "in_work"
    assert people.record("request", trees[2]).status == "open"
    assert sit("taker").client.post("/requests/do", chosen).status_code == 404


def test_the_page_of_a_request_shows_what_belongs_to_it_and_undoes_it(people: Town, sit: Sit) -> None:
    offices(people)
    questions = ("depth | singlevaluelist | required | How deep? | 多深？ | knee=To the knee / 及膝", "Since when?")
    flood = category(people, department=WATER, name="Flood", questions=questions)
    said = {"depth": "knee", "q2": "dawn"}
    storm, part, other = [request(people, flood, answers=said) for _ in range(3)]
    people.done("request.put_under", HANDLER, request=part, part_of=storm)
    people.done("request.close", HANDLER, request=other, disposition="duplicate", same_as=storm)
    people.done(
        "category.describe", ADMINISTRATOR, category=flood, questions=("depth | text | optional | Other words",)
    )
    sam = sit("sam")

    page = sam.client.post(f"/cases/{storm}", {"common": "handling"}).content.decode()
    for told in ("How deep?", "To the knee", "Since when?", "dawn", "version 1", f"/categories/{flood}#versions"):
        assert told in page
    assert "Other words" not in page
    assert (f'href="/cases/{part}"' in page, f'href="/cases/{other}"' in page) == (True, True)
    assert f'href="/cases/{storm}"' in sam.client.post(f"/cases/{part}", {"common": "handling"}).content.decode()

    undo = {"of": storm, "one": other, "what": "reopen", "because": "another street", "key": "undone"}
    assert f'href="/cases/{storm}"' in sam.client.post("/requests/do", undo).content.decode()
    sam.client.post("/requests/do", {"of": storm, "one": part, "what": "take_out", "key": "out"})
    assert (people.record("request", other).same_as, people.record("request", other).status) == (None, "in_work")
    assert (people.record("request", part).part_of, people.record("request", storm).parts) == (None, 0)
