"""Peers, as they were measured: as they come installed, one worker, on the day that FastAPI's static answer was.

A rate of another day says nothing alone: machines differ, and the same one by the hour. So each side of a figure is
divided by the static answer of its own day, and ours is measured in the same interleaved run.
"""

from dataclasses import dataclass

from bench.report import Figure
from bench.rounds import Rounds

_STATIC_THAT_DAY = 7_070  # FastAPI, one worker, 16 connections: the middle of 6,848 and 7,293 a second


@dataclass(frozen=True)
class Peer:
    """What another product did in a second on that day."""

    name: str
    rate: float


PRETIX_LISTS = Peer("pretix", 12.2)
PRETIX_POSTS = Peer("pretix", 14.9)  # what it posts is not live yet and told to nobody, as a draft is
INDICO_FEEDS = Peer("Indico", 0.24)


def against(letter: str, side: str, peer: Peer, rounds: Rounds, at_least: float | None = None) -> Figure:
    """How many times as fast as a peer one of our sides is, each by the static answer of its day."""
    what = f"{side} ÷ {peer.name} ({peer.rate}/s when a static answer was {_STATIC_THAT_DAY:,}/s)"
    return Figure(letter, what, rounds.ratio(side, "static") * _STATIC_THAT_DAY / peer.rate, "×", at_least=at_least)
