"""Several cases at once, as one problem."""

from tests.brain.dispatch.floor import engine, fire, floor, ranked, sent

from callbox.brain.dispatch import recommend, recommend_all


def test_two_fires_are_served_together_and_not_one_by_one() -> None:
    # One by one: harbour takes E1 (3), and hill is left with E2 (20). Together: E2 to harbour (4), E1 to hill (5).
    cases = [fire("harbour"), fire("hill")]
    now = floor([engine("E1"), engine("E2")], {"harbour": [3, 4], "hill": [5, 20]}, cases=cases)

    assert [sent(one) for one in recommend_all(now, cases)] == [["E2"], ["E1"]]
    assert sent(recommend(now, cases[0])) == ["E1"]


def test_nothing_that_helps_a_less_urgent_case_costs_a_more_urgent_one_anything() -> None:
    cases = [fire("bin", priority=2), fire("house", priority=0)]
    now = floor([engine("E1"), engine("E2")], {"bin": [1, 60], "house": [3, 4]}, cases=cases)

    bin_fire, house = recommend_all(now, cases)

    assert (bin_fire.case, sent(bin_fire)) == ("bin", ["E2"])
    assert (house.case, sent(house)) == ("house", ["E1"])


def test_of_two_engines_as_close_the_most_urgent_case_leaves_the_one_that_the_other_needs() -> None:
    ropes = frozenset({"ropes"})
    cases = [fire("house", priority=0), fire("cliff", priority=1, skills=ropes)]
    now = floor([engine("E1", skills=ropes), engine("E2")], {"house": [3, 3], "cliff": [9, 9]}, cases=cases)

    assert [sent(one) for one in recommend_all(now, cases)] == [["E2"], ["E1"]]


def test_the_case_that_waits_longer_and_then_the_lower_id_wins_a_tie() -> None:
    waiting = [fire("a", since_min=5), fire("b", since_min=2)]
    now = floor([engine("E1"), engine("E2")], {"a": [3, 5], "b": [3, 5]}, cases=waiting)
    assert [sent(one) for one in recommend_all(now, waiting)] == [["E2"], ["E1"]]

    alike = [fire("b"), fire("a")]
    now = floor([engine("E1"), engine("E2")], {"a": [3, 5], "b": [3, 5]}, cases=alike)
    assert [sent(one) for one in recommend_all(now, alike)] == [["E2"], ["E1"]]


def test_each_case_gets_its_first_engine_before_any_gets_its_second() -> None:
    cases = [fire("big", engines=2), fire("small")]
    now = floor([engine("E1"), engine("E2")], {"big": [1, 1], "small": [30, 31]}, cases=cases)

    big, small = recommend_all(now, cases)

    assert (len(sent(big)), len(sent(small))) == (1, 1)
    assert [one.count for one in big.missing] == [1]


def test_alternatives_of_one_case_leave_the_others_their_units() -> None:
    cases = [fire("harbour"), fire("hill")]
    now = floor([engine("E1"), engine("E2"), engine("E3")], {"harbour": [3, 4, 9], "hill": [5, 20, 30]}, cases=cases)

    harbour, hill = recommend_all(now, cases)

    assert ranked(harbour) == [["E2"], ["E3"]]
    assert ranked(hill) == [["E1"], ["E3"]]


def test_cases_that_two_fires_take_engines_from_are_proposed_anew_together() -> None:
    cases = [fire("f1"), fire("f2"), fire("bin1", priority=3, engines=0), fire("bin2", priority=3, engines=0)]
    units = [engine("E1"), engine("E2")]
    units += [
        engine("T1", state="en_route", on_case="bin1", on_priority=3),
        engine("T2", state="en_route", on_case="bin2", on_priority=3),
    ]
    minutes = {"f1": [30, 40, 1, 50], "f2": [30, 40, 50, 1], "bin1": [3, 4, 1, 9], "bin2": [5, 20, 9, 1]}

    proposals = recommend_all(floor(units, minutes, cases=cases), cases[:2], "priority_preemption")

    assert [sent(one) for one in proposals] == [["T1"], ["T2"]]
    assert [[(then.case, sent(then)) for then in one.then] for one in proposals] == [
        [("bin1", ["E2"])],
        [("bin2", ["E1"])],
    ]


def test_no_cases_and_no_units_are_answered_too() -> None:
    assert recommend_all(floor([engine("E1")], {"fire": [1]}), []) == ()
    nobody = recommend_all(floor([], {"fire": []}), [fire()])
    assert nobody[0].ways == ()
    assert [one.count for one in nobody[0].missing] == [1]
