import pytest
from tests.worlds.web import Served

pytestmark = pytest.mark.enable_socket

REPORT = {"channel": "call", "address": "12 Harbour Road", "caller_phone": "555-0101"}


def test_a_report_is_posted_becomes_a_case_and_is_read_for_a_purpose(served: Served) -> None:
    report = served.post("/api/reports", REPORT, by="reporter")
    assert report.status == 201
    told = {"report": report.told["id"], "category": "fire", "priority": "emergency"}
    opened = served.post("/api/acts/incident.open", told)
    assert opened.status == 200, opened.text
    case = f"/api/cases/{opened.told['id']}"

    sealed, read = served.get(case), served.get(case, Purpose="to send a unit")

    assert (sealed.status, sealed.told["status"], sealed.told["personal"]) == (200, "open", None)
    assert read.told["personal"]["address"] == "12 Harbour Road"
    readings = served.get("/api/readings", by="supervisor").told["records"]
    assert [one["of"] for one in readings] == [opened.told["id"]]
