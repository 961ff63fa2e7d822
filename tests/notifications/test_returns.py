"""What comes back: who is no longer written to, who still is, and what nobody can make us believe."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.notifications.returns.paths import Forged, delivery_at, return_path
from services.notifications.returns.reading import read
from services.notifications.settings import NotificationsSettings, notifications_settings
from tests.notifications import reports
from tests.notifications.doors import Doors
from tests.notifications.stage import Stage

BEA = "bea@example.org"


@pytest.fixture(autouse=True)
def _a_domain_for_bounces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications_settings(), "bounce_domain", "bounces.example.org")


class Post:
    """The operator's relay, which hands in what comes back about Bea's email."""

    def __init__(self, stage: Stage, doors: Doors) -> None:
        self.stage, self._door = stage, doors.to("operator")
        (row,) = stage.rows("SELECT id, message_id FROM deliveries WHERE address = :bea", bea=BEA)
        self.path, self.message_id = return_path(row.id), row.message_id

    def __call__(self, raw: bytes, to: str | None = None) -> Any:
        asked = {"to": self.path if to is None else to}
        return self._door.post(
            "/api/v1/returns", content=raw, params=asked, headers={"Content-Type": "message/rfc822"}
        )

    def outcome(self) -> tuple[str, list[Any]]:
        """Bea's delivery, and who is not written to any more."""
        (row,) = self.stage.rows("SELECT state FROM deliveries WHERE address = :bea", bea=BEA)
        return row.state, self.stage.rows("SELECT address_key, scope, reason FROM suppressions")


@pytest.fixture
def post(told: Stage, doors: Doors) -> Post:
    return Post(told, doors)


HARD = ("bounced", [(BEA, "all", "bounced")])
UNHARMED = ("accepted", [])


@pytest.mark.parametrize(
    ("status", "action", "kind", "outcome"),
    [
        ("5.1.1", "failed", "bounced", HARD),
        ("5.2.1", "failed", "bounced", HARD),
        ("5.0.0", "failed", "bounced", HARD),
        ("5.2.2", "failed", "bounced", ("bounced", [])),
        ("5.7.1", "failed", "bounced", ("bounced", [])),
        ("5.3.4", "failed", "bounced", ("bounced", [])),
        ("4.2.2", "failed", "delayed", UNHARMED),
        ("4.4.1", "delayed", "delayed", UNHARMED),
        ("5.1.1", "relayed", "unparsed", UNHARMED),
        ("2.0.0", "delivered", "unparsed", UNHARMED),
    ],
)
def test_a_report_leads_to_what_it_says(
    post: Post, status: str, action: str, kind: str, outcome: tuple[str, list[Any]]
) -> None:
    answer = post(reports.bounce(BEA, post.message_id, status, action))
    assert (answer.status_code, answer.json()["kind"]) == (201, kind)
    assert post.outcome() == outcome


def test_what_the_other_side_said_stands_in_the_history(post: Post, doors: Doors) -> None:
    post(reports.bounce(BEA, post.message_id))
    found = doors.to("office").get("/api/v1/deliveries", params={"recipient": BEA}).json()["items"][0]
    (attempt,) = found["attempts"]
    assert (found["state"], found["reason"]) == ("bounced", "550 5.1.1 No such user")
    assert (attempt["relay"], attempt["code"], attempt["enhanced"]) == ("relay.example.org", 550, "5.1.1")


def test_ten_soft_bounces_mute_nobody(post: Post) -> None:
    for number in range(10):
        post(reports.bounce(BEA, post.message_id, "4.2.2", words=f"452 4.2.2 Full, for the {number}. time"))
    assert post.outcome() == UNHARMED
    assert len(post.stage.rows("SELECT FROM attempts")) == 10


def test_an_older_form_is_read_by_the_library(post: Post) -> None:
    assert post(reports.older(BEA)).json()["kind"] == "bounced"
    assert post.outcome() == HARD


def test_a_complaint_ends_all_emails_and_weighs_more_than_a_bounce(post: Post) -> None:
    post(reports.bounce(BEA, post.message_id))
    answer = post(reports.complaint(BEA, post.message_id, post.path), to="complaints@bounces.example.org")
    assert answer.json()["kind"] == "complained"
    assert post.outcome() == ("complained", [(BEA, "all", "complained")])


def test_not_spam_is_no_complaint(post: Post) -> None:
    assert post(reports.complaint(BEA, post.message_id, post.path, "not-spam")).json()["kind"] == "automatic"
    assert post.outcome() == UNHARMED


def test_who_is_away_is_not_answered_and_not_muted(post: Post) -> None:
    before = post.stage.rows("SELECT count(*) FROM emails")
    assert post(reports.away()).json()["kind"] == "automatic"
    assert post.outcome() == UNHARMED
    assert post.stage.rows("SELECT count(*) FROM emails") == before


def test_what_nobody_can_read_is_kept_for_the_operator_and_not_guessed(post: Post, doors: Doors) -> None:
    answer = post(reports.prose())
    assert (answer.json()["kind"], answer.json()["reason"]) == ("unparsed", "unknown-format")
    assert post.outcome() == UNHARMED
    whole = doors.to("office").get(f"/api/v1/returns/{answer.json()['id']}").json()
    assert "Ask our help desk." in whole["text"]
    assert [one["id"] for one in doors.to("office").get("/api/v1/returns?kind=unparsed").json()["items"]] == [
        answer.json()["id"]
    ]


def test_the_same_report_twice_is_one(post: Post) -> None:
    first, again = (post(reports.bounce(BEA, post.message_id)).json() for _ in range(2))
    assert first == again
    assert len(post.stage.rows("SELECT FROM attempts")) == 1


def test_a_way_back_that_somebody_made_up_changes_nothing(post: Post) -> None:
    report = reports.bounce(BEA, post.message_id)
    proof = post.path.partition(".")[2][:20]
    for made_up in (
        post.path.replace(proof, "0" * 20),
        post.path.replace(post.path[2:34], uuid4().hex),
        post.path.replace(proof, proof[::-1]),
    ):
        assert post(report, made_up).json()["kind"] == "refused"
    assert post(report, "events@example.org").json()["kind"] == "unparsed"
    assert post.outcome() == UNHARMED


def test_the_way_back_of_one_email_says_nothing_of_another(post: Post) -> None:
    (ana,) = post.stage.rows("SELECT id, message_id FROM deliveries WHERE address = 'ana@example.org'")
    answer = post(reports.bounce("ana@example.org", ana.message_id))
    assert (answer.json()["kind"], answer.json()["reason"]) == ("refused", "of-another")
    assert post.stage.rows("SELECT FROM suppressions") == []


def test_a_mailbox_that_forwards_is_known_by_the_email_that_came_back(post: Post) -> None:
    post(reports.bounce("bea@elsewhere.example.net", post.message_id))
    assert post.outcome() == HARD


def test_what_comes_back_after_a_month_is_too_old(post: Post) -> None:
    post.stage.clock.pass_(days=31)
    door = Doors(post.stage).to("operator")
    headers = {"Content-Type": "message/rfc822"}
    raw = reports.bounce(BEA, post.message_id)
    answer = door.post("/api/v1/returns", content=raw, params={"to": post.path}, headers=headers)
    assert answer.json()["reason"] == "too-old"
    assert post.outcome() == UNHARMED


def test_what_was_never_sent_cannot_come_back(post: Post) -> None:
    for state, code in (("pending", 201), ("suppressed", 201), ("sending", 409)):
        with post.stage.database.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE deliveries SET state = '{state}'")
        assert post(reports.bounce(BEA, post.message_id, words=f"550 {state}")).status_code == code
        assert post.outcome() == (state, [])


def test_only_emails_are_taken_and_only_from_who_runs_the_system(post: Post, doors: Doors) -> None:
    assert doors.to("office").post("/api/v1/returns", json={}).status_code == 415
    raw = {"content": b"x", "headers": {"Content-Type": "message/rfc822"}}
    assert doors.to("bea").post("/api/v1/returns", **raw).status_code == 403
    assert doors.to("stranger").post("/api/v1/returns", **raw).status_code == 401


def test_without_a_domain_for_it_bounces_go_where_they_went(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications_settings(), "bounce_domain", None)
    assert return_path(uuid4()) == notifications_settings().sender_address
    with pytest.raises(ValueError, match="PLEXUS_BOUNCE_DOMAIN"):
        NotificationsSettings(bounce_domain="bounces example.org>")


@given(delivery_id=st.uuids(), place=st.integers(0, 53), character=st.sampled_from("0123456789abcdef"))
def test_an_altered_way_back_leads_to_no_other_email(delivery_id: UUID, place: int, character: str) -> None:
    path = f"b+{delivery_id.hex}.{return_path(delivery_id).partition('.')[2]}"
    altered = path[:place] + character + path[place + 1 :]
    assert delivery_at(path.upper()) == delivery_id
    if altered != path:
        try:
            assert delivery_at(altered) is None
        except Forged:
            return


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=400), head=st.sampled_from(["", "Content-Type: multipart/report; boundary=x\n\n--x\n"]))
def test_whatever_strangers_send_is_read_without_harm(raw: bytes, head: str) -> None:
    report = read(head.encode() + raw)
    said = report.of(BEA, "<id@example.org>")
    assert said is None or said.verdict in {"unknown", "automatic", "complained", "failed", "delayed"}
