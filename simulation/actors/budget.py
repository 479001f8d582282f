"""The council's purse: grant and council tax on a yearly real path, overspends carried, and reserves.

Money is in pence of the price year. Grants follow need and are a larger part of the budget where deprivation is
higher, so the same cut of grants takes more from a deprived council (Institute for Fiscal Studies 2018).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.state.codes import N_FIFTHS

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulation.model import CareEcosystem


class Budget:
    """Sets each year's budget, and says who meets an overspend."""

    def __init__(self, model: CareEcosystem, recovery: float, cash_limit: bool) -> None:
        """``recovery`` is the share of an overspend taken from the next budget; without a limit nothing is."""
        self._value, self._path = model.parameters.value, model.setting.real_path
        self._recovery, self._limited = recovery, cash_limit
        deprivation = model.setting.deprivation
        self.grant_share = grant_share(self._value, 1 / N_FIFTHS if deprivation is None else deprivation[0])
        self.growth = 1.0  # real, since the first year, cuts included
        self.available = 0.0  # of the year, before extra money and what is recovered
        self.total = 0.0  # of the year
        self.recovering = 0.0  # of the year's budget, for last year's overspend
        self.reserve = 0.0
        self._base = 0.0

    def open(self, spend: float) -> None:
        """The budget that a year's ``spend`` implies, since councils open with an overspend; and the reserve."""
        self._base = spend / (1.0 + self._value("council.opening_overspend_share"))
        self.reserve = self._base * self._value("council.reserve_share")

    def set_year(self, year: int) -> None:
        """What is available in a year of the comparison (0 is the first)."""
        self.growth = self._funding(year)
        self.available = self._base * self.growth

    def add(self, extra: float) -> None:
        """The year's budget, with extra money and less what is recovered."""
        self.total = self.available + extra - self.recovering

    def close_year(self, spend: float) -> None:
        """Carry an overspend: a share is recovered from the next budget, reserves meet the rest while they last."""
        overspend = max(spend - self.total, 0.0)
        self.recovering = overspend * self._recovery if self._limited else 0.0
        if not self._limited:
            return
        rest = overspend - self.recovering
        self.recovering += max(rest - self.reserve, 0.0)
        self.reserve = max(self.reserve - rest, 0.0) + max(self.total - spend, 0.0)

    def _funding(self, year: int) -> float:
        """Real funding over the opening budget's: the scenario's path, then steady growth; less the cut of grants."""
        path, growth = self._path, 1.0 + self._value("council.real_growth_per_year")
        known = min(year, len(path) - 1) if path else 0
        level = (path[known] if path else 1.0) * growth ** (year - known)
        return level * (1.0 - self.grant_share * self._grant_cut(year))

    def _grant_cut(self, year: int) -> float:
        """Share of grants gone in a year: it grows evenly over some years, and may be given back at once."""
        if year >= self._value("council.grant_restored_year"):
            return 0.0
        years = self._value("council.grant_cut_years")
        return self._value("council.grant_cut") * min((year + 1) / years, 1.0)


def grant_share(value: Callable[[str], float], most_deprived: float) -> float:
    """Grants over the budget where a share ``most_deprived`` of people lives in the most deprived fifth."""
    share = value("council.grant_share") + value("council.grant_share_slope") * (most_deprived - 1 / N_FIFTHS)
    return min(max(share, 0.0), 1.0)
