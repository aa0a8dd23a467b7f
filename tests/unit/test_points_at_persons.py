import pytest

from callbox.kernel.persons import points_at_a_person


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("ring 138 0013 8000 before you open", "telephone"),
        ("１３８００１３８０００", "telephone"),
        ("+44 20 7946 0018", "telephone"),
        ("(0755) 8233-1234", "telephone"),
        ("tel. of the caretaker: 6234 5678", "telephone"),
        ("电话：62345678", "telephone"),
        ("owner 110101199003074518", "identity"),
        ("11010119900307451X", "identity"),
        ("passport E12345678", "identity"),
        ("070 123 45 67 is the janitor", "telephone"),
        ("010190-12345", "telephone"),
        ("write to li.ming@example.com", "mail_address"),
    ],
)
def test_a_number_by_which_a_person_is_known_is_found(text: str, what: str) -> None:
    assert points_at_a_person(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "gate code 4711#, then left",
        "code 20481357",
        "gas shut-off 3 m left of door 12, key box 0417",
        "2 x 1000 l LPG, 500 kg chlorine (UN 1017)",
        "height limit 3.8 m, weight 7.5 t",
        "hydrant H-20417, DN 100, 8 bar",
        "checked 2026-03-02 at 14:30",
        "检查日期 2026年3月2日，限高3.8米，门禁码 4711",
        "at 22.543100, 114.057900",
        "dog in the yard, on a chain",
        "400 V, three phases; ring the bell twice",
    ],
)
def test_what_a_crew_needs_to_know_of_a_place_passes(text: str) -> None:
    assert points_at_a_person(text) == ""
