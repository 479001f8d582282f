"""Influence: whose wishes move money between neighbourhoods, by voice or by need.

Those with most need tend to be heard least (the inverse commissioning law). A panel weighs voice and need; money for
plans at home and places in programmes follow influence as far as ``strength`` says, and the sum stays what it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulation.state.codes import COUNCIL, FROM_HOURS, N_FIFTHS, NEED_MODERATE, NEED_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from simulation.catalogue.strategy_parts import Panel
    from simulation.model import CareEcosystem

FIFTHS = tuple(str(k + 1) for k in range(N_FIFTHS))
PER_ADULTS = 100_000


class Influence:
    """Shares of influence by deprivation fifth, and factors on money by fifth that cost nothing in sum."""

    def __init__(self, model: CareEcosystem, panel: Panel, cost_gbp: float) -> None:
        self._model, self._panel = model, panel
        self.cost_pence = cost_gbp * 100 * model.setting.adults / PER_ADULTS  # a year
        self.shares = [1 / N_FIFTHS] * N_FIFTHS
        self.factors = [1.0] * N_FIFTHS
        self._money: list[float] = []  # shares of opening spend on plans

    def decide(self) -> None:
        """Weigh voice and need as they stand; money follows."""
        t = self._model.month + self._model.burn_in
        if t == 0:
            return
        adults, needing = self._people(t - 1)
        by_voice, by_need = _shares(heard(self._model.parameters.value, adults, needing)), _shares(needing)
        weight = self._panel.need_weight
        self.shares = [(1.0 - weight) * by_voice[f] + weight * by_need[f] for f in range(N_FIFTHS)]
        self._move_money(t)

    def _move_money(self, t: int) -> None:
        if self._panel.strength == 0.0:
            return
        self._money = self._money or self._spent(t)
        strength = self._panel.strength
        wanted = [
            1.0 + strength * (self.shares[f] / self._money[f] - 1.0) if self._money[f] > 0 else 1.0
            for f in range(N_FIFTHS)
        ]
        total = sum(self._money[f] * wanted[f] for f in range(N_FIFTHS))
        self.factors = [one / total for one in wanted]

    def _people(self, t: int) -> tuple[list[float], list[float]]:
        """Adults, and adults with moderate or more need, by fifth."""
        counts, columns = self._model.town.journal.counts[t], self._model.counts
        needs = [columns[f"need_{name}"] for name in NEED_NAMES[NEED_MODERATE:]]
        adults = counts[columns["people"]].reshape(N_FIFTHS, -1).sum(axis=1)
        needing = counts[needs].sum(axis=0).reshape(N_FIFTHS, -1).sum(axis=1)
        return [max(float(n), 1.0) for n in adults], [float(n) for n in needing]

    def _spent(self, t: int) -> list[float]:
        """Shares of what plans by the hour cost the council in the year before."""
        models = self._model.town.catalogue.models
        rows = [k for k in range(len(models)) if models.source[k] == FROM_HOURS]
        ledger = self._model.town.journal.ledger[max(t - 12, 0) : t, COUNCIL]
        return _shares([float(pence) for pence in ledger[:, rows].sum(axis=(0, 1))])


def heard(value: Callable[[str], float], adults: Sequence[Any], needing: Sequence[Any]) -> list[Any]:
    """How much is heard of each fifth: adults by voice, less what those with moderate or more need lose of it.

    Numbers of adults are floats or arrays of them.
    """
    lost = value("council.voice_lost_to_need")
    voice = [value(f"council.voice.{fifth}") for fifth in FIFTHS]
    return [adults[f] * voice[f] * (1.0 - lost * needing[f] / adults[f]) for f in range(N_FIFTHS)]


def _shares(amounts: list[float]) -> list[float]:
    total = sum(amounts)
    return [amount / total for amount in amounts] if total > 0 else [1 / len(amounts)] * len(amounts)
