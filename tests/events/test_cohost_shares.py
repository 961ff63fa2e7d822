"""Who is credited with how much: all of it makes 100, whenever anybody was given a share."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.events.asking import Asking
from tests.events.consortium import EVENTS, Consortium, changed


def test_a_share_is_taken_from_the_host_by_the_yes_and_given_back_by_the_no(consortium: Consortium) -> None:
    asking = Asking(consortium)
    asking.invite(share=30)
    assert asking.now()["host_share"] is None
    for said, left in (("accepted", 70), ("declined", 100), ("accepted", 70)):
        asking.answer(said)
        assert asking.now()["host_share"] == left
    asking.leave()
    assert asking.now()["host_share"] == 100


def test_what_is_promised_cannot_be_promised_again(consortium: Consortium) -> None:
    asking = Asking(consortium)
    other = consortium.partner()
    asking.carried_by(share=60)
    assert asking.invite(other, share=41).json()["errors"][0]["pointer"] == "/share"
    assert asking.invite(other, share=40).status_code == 200
    refused = asking.invite(consortium.partner(), share=1)
    assert (refused.status_code, refused.json()["code"]) == (422, "shares-exceed")


def test_a_share_that_was_declined_and_given_to_others_is_gone(consortium: Consortium) -> None:
    asking = Asking(consortium)
    asking.invite(share=60)
    asking.answer("declined")
    asking.carried_by(consortium.partner(), share=50)
    refused = asking.answer("accepted")
    assert (refused.status_code, refused.json()["code"]) == (409, "share-taken")


@pytest.mark.parametrize(("host_share", "status"), [(70, 200), (60, 422), (100, 422), (None, 200)])
def test_the_hosts_own_share_is_what_its_cohosts_have_not(
    consortium: Consortium, host_share: int | None, status: int
) -> None:
    asking = Asking(consortium)
    asking.carried_by(share=30)
    answer = changed(consortium.coordinator, asking.now(), host_share=host_share)
    assert answer.status_code == status
    if status == 422:
        assert answer.json()["errors"][0]["pointer"] == "/host_share"


def test_a_draft_may_plan_a_share_and_is_published_with_what_was_accepted(consortium: Consortium) -> None:
    asking = Asking(consortium, event=consortium.draft(host_share=60))
    asking.invite(share=40)
    published = consortium.coordinator.post(f"{asking.url}/publication").json()
    assert published["host_share"] == 100
    asking.answer("accepted")
    shown = consortium.http.get(asking.url).json()
    assert (shown["host_share"], [each["share"] for each in shown["cohosts"]]) == (60, [40])


class Shares(RuleBasedStateMachine):
    """Whatever three partners are offered and say, in whatever order, the shares make 100 or nobody has one."""

    consortium: Consortium

    @initialize()
    def publish(self) -> None:
        self.asking = Asking(self.consortium, event=self.event)

    @rule(which=st.integers(0, 2), share=st.one_of(st.none(), st.integers(0, 100)))
    def invite(self, which: int, share: int | None) -> None:
        self.asking.invite(self.partners[which], **({} if share is None else {"share": share}))

    @rule(which=st.integers(0, 2), said=st.sampled_from(["accepted", "declined"]))
    def answer(self, which: int, said: str) -> None:
        self.asking.answer(said, self.partners[which])

    @rule(which=st.integers(0, 2))
    def leave(self, which: int) -> None:
        self.asking.leave(self.partners[which])

    @rule(share=st.integers(0, 100))
    def change(self, share: int) -> None:
        changed(self.consortium.coordinator, self.asking.now(), host_share=share)

    @invariant()
    def they_add_up(self) -> None:
        shown = self.consortium.http.get(f"{EVENTS}/{self.event['id']}").json()
        shares = [shown["host_share"], *(each["share"] for each in shown["cohosts"])]
        assert shares.count(None) == len(shares) or sum(share or 0 for share in shares) == 100


def test_shares_make_a_hundred_whatever_is_said(consortium: Consortium) -> None:
    Shares.consortium = consortium
    Shares.event, Shares.partners = consortium.published(), [consortium.partner() for _ in range(3)]  # type: ignore[attr-defined]
    run_state_machine_as_test(
        Shares,
        settings=settings(
            max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
