"""Councils that learn from each other: places lived side by side, a year at a time, with reports passed on between.

Everybody reads what was reported a year before, so that it does not matter which place lives its year first. Peers are
the places most alike in deprivation and age, as councils compare themselves with their nearest statistical neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.actors.beliefs import Learn
from simulation.state.codes import N_FIFTHS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulation.model import CareEcosystem
    from simulation.past import Setting

YEAR = 12


def live_together(places: Mapping[str, CareEcosystem]) -> None:
    """Live places of one strategy, by id, to their end, each reading its peers' reports of the year before."""
    rules = {name: model.council.rule for name, model in places.items()}
    learning = {name: rule for name, rule in rules.items() if isinstance(rule, Learn)}
    for name, rule in learning.items():
        rule.pioneer = name in rule.decision.pioneers
    near = {name: nearest(name, places, rule.decision.peers) for name, rule in learning.items()}
    while any(model.running for model in places.values()):
        for model in places.values():
            for _ in range(YEAR):
                model.step()
        reports = {name: rule.report for name, rule in learning.items()}
        for name, rule in learning.items():
            rule.peers = [reports[other] for other in near[name]]
    for model in places.values():
        model.town.close()


def nearest(name: str, places: Mapping[str, CareEcosystem], most: int) -> list[str]:
    """The places most like one, at most so many; the first listed of those equally like."""
    own = places[name].setting
    others = [other for other in places if other != name]
    return sorted(others, key=lambda other: _unlike(own, places[other].setting))[:most]


def _unlike(one: Setting, other: Setting) -> float:
    """Differences in shares by deprivation fifth, and in the share of older adults where both places tell it."""
    average = (1 / N_FIFTHS,) * N_FIFTHS
    fifths = zip(one.deprivation or average, other.deprivation or average, strict=True)
    ages = abs(one.older_share - other.older_share) if one.older_share and other.older_share else 0.0
    return sum(abs(a - b) for a, b in fifths) + ages
