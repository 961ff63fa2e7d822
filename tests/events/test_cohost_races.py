"""Two at once, on a real PostgreSQL: the second one finds what the first one did."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

from tests.events.asking import Asking
from tests.events.consortium import Consortium


def _at_once(*doings: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(doings)) as many:
        return [each.result() for each in [many.submit(doing) for doing in doings]]


def _ready(asking: Asking, *partners: UUID) -> None:
    """Let every door be opened once: a framework that prepares itself in several threads at once warns of itself."""
    for partner in partners or (asking.partner,):
        assert asking.answer("perhaps", partner).status_code == 422
    asking.invite(uuid4())
    asking.leave(uuid4(), asking.consortium.coordinator)


def test_of_a_yes_and_a_no_at_once_one_is_last_and_everything_agrees(consortium: Consortium) -> None:
    asking = Asking(consortium)
    asking.invite(share=40)
    _ready(asking)
    for _ in range(10):
        answers = _at_once(lambda: asking.answer("accepted"), lambda: asking.answer("declined"))
        assert [answer.status_code for answer in answers] == [200, 200]
        shown, told = consortium.http.get(asking.url).json(), consortium.told("event_changed")[-1]
        state = asking.state()
        assert [each["state"] for each in shown["cohosts"]] == (["accepted"] if state == "accepted" else [])
        assert shown["host_share"] == (60 if state == "accepted" else 100)
        assert (told["version"], told["cohosts"][0]["state"]) == (shown["version"], state)


def test_two_partners_answer_at_once_and_both_are_named(consortium: Consortium) -> None:
    asking = Asking(consortium)
    partners = [consortium.partner() for _ in range(5)]
    for partner in partners:
        asking.invite(partner, share=20)
    _ready(asking, *partners)
    answers = _at_once(*(lambda partner=partner: asking.answer("accepted", partner) for partner in partners))
    assert {answer.status_code for answer in answers} == {200}
    shown = consortium.http.get(asking.url).json()
    assert {each["partner_id"] for each in shown["cohosts"]} == {str(partner) for partner in partners}
    assert shown["host_share"] == 0


def test_an_answer_while_the_host_cancels_is_before_it_or_refused(consortium: Consortium) -> None:
    for _ in range(10):
        asking = Asking(consortium)
        asking.invite()
        _ready(asking)
        cancelled, answer = _at_once(
            lambda asking=asking: consortium.coordinator.post(f"{asking.url}/cancellation", json={"reason": "Snow."}),
            lambda asking=asking: asking.answer("accepted"),
        )
        assert cancelled.status_code == 200
        assert answer.status_code in (200, 409)
        assert asking.state() == ("accepted" if answer.status_code == 200 else "invited")
        assert consortium.told()[-1] == "event_cancelled"


def test_who_is_invited_twice_at_once_is_asked_once(consortium: Consortium) -> None:
    asking = Asking(consortium)
    partner = consortium.partner()
    _ready(asking)
    answers = _at_once(*(lambda: asking.invite(partner) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert len(consortium.told("cohost_invited")) == 1


def test_an_answer_by_link_while_it_is_called_back_leaves_no_name_behind(consortium: Consortium) -> None:
    for _ in range(10):
        asking = Asking(consortium)
        asking.invite()
        link = asking.links()[-1]
        _ready(asking)
        consortium.http.post(link, json={})
        left, answer = _at_once(
            lambda asking=asking: asking.leave(door=consortium.coordinator),
            lambda link=link: consortium.http.post(link, json={"answer": "accepted"}),
        )
        assert left.status_code == 200
        assert answer.status_code in (200, 410)
        assert asking.state() == "withdrawn"
        assert str(asking.partner) not in consortium.http.get(asking.url).text
