"""One rule for every command: 2 when the line must change, 1 when the line is right and the node or its data are not.

What must change is an option, a path or a name on the line that cannot be or is not there.
"""

import json
from pathlib import Path

import pytest
from django.db import connection
from tests.worlds.keeping import Desk

from callbox.site.commands import COMMANDS

# For each command, lines that must change. {tmp} is an empty folder, {file} a file in it that is nothing callbox knows.
MUST_CHANGE: dict[str, tuple[str, ...]] = {
    "simulate": ("run {tmp}/none", "run demo:9", "compare", "run --policy none {tmp}", "watch --days 0 {tmp}"),
    "phone": (
        "none",
        "talk --world nowhere",
        "talk --calls 0",
        "talk --near here",
        "talk --organisation nowhere",
        "talk --organisation harbour --at {file}",
    ),
    "run": ("--port 0", "--world nowhere", "--world Nowhere", "--demo --world live"),
    "transfers": ("--month now", "--month 2026-13", "--world nowhere"),
    "stop": ("now",),
    "status": ("now",),
    "worlds": ("all",),
    "verify": ("--world nowhere", "--outside {file}"),
    "checkpoint": ("--world nowhere", "--outside {file}"),
    "receipt": ("--world nowhere 0000-0000-0000", "0000-0000-0000"),
    "verify-receipt": ("{tmp}/none", "{tmp}", "{file} --key {tmp}/none"),
    "document": ("--folder {tmp}/none", "--folder {file}"),
    "export": ("open-data --out {file}", "nothing --out {tmp}", "open-data --out {tmp} --world nowhere"),
    "erase": (
        "--world nowhere x --because y --yes",
        "0000-0000-0000 --because y --yes",
        "incident x --because y --yes",
    ),
    "hold": ("--world nowhere x --because y", "0000-0000-0000 --because y", "nokind 0000 --because y"),
    "replay": ("{tmp}/none.csv", "{tmp}", "{file} --profile none", "{file} --rejects {tmp}/none/rejects.csv"),
    "show": ("--world nowhere 0000-0000-0000", "0000-0000-0000", "''"),
    "init": ("--level village", "all"),
    "invite": ("nobody", "--world nowhere administrator", "administrator --hours 0"),
    "template": ("{tmp}/sheet.doc", "{tmp}/none/sheet.xlsx", "{file}/sheet.xlsx"),
    "cards": ("{tmp}/cards.doc", "{tmp}/none/cards.html", "{file}/cards.html", "{tmp}/cards.html --count 0"),
    "import": ("{tmp}/none.xlsx", "{file}", "--world nowhere {tmp}"),
    "import-calendar": (
        "{tmp}/none.json --organisation harbour",
        "{file} --organisation harbour",
        "{tmp}/2026.json --organisation nowhere",
    ),
    "import-boundaries": ("{tmp}/none.geojson", "{file}", "--world nowhere {file}"),
    "city": ("nonsense",),
    "practice": ("--from nowhere", "--world live", "--world 1"),
    "doctor": ("now",),
    "backup": ("--world nowhere", "--to {file}", "--to {file}/below"),
    "restore": ("{tmp}/none", "{tmp}", "{file}", "{kept} --keys {tmp}/none", "{kept} --world live", "{kept} --world A"),
    "token": (
        "",
        "issue radar --organisation harbour --roles reporter --days 0",
        "issue radar --organisation harbour --roles king",
        "issue radar --organisation nowhere --roles reporter",
        "list --world nowhere",
        "revoke 0000-0000-0000",
    ),
    "upgrade": ("now",),
}


def test_every_command_is_held_to_the_rule() -> None:
    assert [command.NAME for command in COMMANDS if command.NAME not in MUST_CHANGE] == []


@pytest.mark.enable_socket
def test_a_line_that_must_change_ends_with_2_in_every_command(live: Desk, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("nothing\n")
    day = {"name": "x", "date": "2026-01-01", "isOffDay": True}
    (tmp_path / "2026.json").write_text(json.dumps({"year": 2026, "days": [day]}))
    live.done("backup", "--to", tmp_path / "backups")
    [kept] = (tmp_path / "backups").iterdir()
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "2026.json").write_bytes((tmp_path / "2026.json").read_bytes())
    found: dict[str, tuple[int, str]] = {}
    for name, lines in MUST_CHANGE.items():
        for line in lines:
            words = [word.format(tmp=empty, file=file, kept=kept).strip("'") for word in line.split()]
            status = live.status(name, *words)
            errors = [told for told in live.said.splitlines() if told.startswith("callbox")]
            if status != 2 or len(errors) != 1:
                found[f"{name} {line}"] = (status, live.said)
    assert not found, "\n".join(f"{line}: {told}" for line, told in found.items())


@pytest.mark.parametrize(
    "line",
    ["init --organisation other --name Other", "verify", "restore {damaged}", "status"],
)
def test_a_right_line_ends_with_1_when_the_node_or_its_data_are_not_right(
    live: Desk, tmp_path: Path, line: str
) -> None:
    live.done("backup", "--to", tmp_path)
    [damaged] = tmp_path.iterdir()
    (damaged / "database" / "world.dump").write_bytes(b"no dump")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisation SET name = 'Another City'")
    assert live.status(*[word.format(damaged=damaged) for word in line.split()]) == 1
