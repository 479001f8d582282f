"""Settings of strategies that can do nothing: sound, and perhaps meant as a null, but more often a part is missing.

What is said of them are warnings. Only what this scenario itself writes is looked at, and nothing that stands at the
value that means "none".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from pydantic import BaseModel

from simulation.catalogue.load import CatalogueRows
from simulation.catalogue.types import Strategy
from simulation.scenario.errors import WARNING, Fault
from simulation.scenario.explain_faults import fault_at
from simulation.scenario.nodes import find
from simulation.scenario.rows import DEFINITIONS
from simulation.scenario.schema import Scenario


class Idle(NamedTuple):
    """A setting that does nothing: where in the strategy it stands, why, and what would make it act."""

    path: tuple[str, ...]
    why: str
    remedy: str
    what: str = "does nothing"


def idle_settings(scenario: Scenario) -> list[Fault]:
    """A warning for each setting that the scenario writes for a strategy it lives and that can do nothing there."""
    if not scenario.strategy_definitions:
        return []
    rows, tree = scenario.catalogue_rows(), scenario.tree
    found = []
    for name in scenario.strategies:
        for idle in _idle(rows.strategies[name], rows):
            path = (DEFINITIONS, name, *idle.path)
            if find(tree, path)[0] == path:
                fault = fault_at(tree, path, f"{idle.what}: {idle.why}", idle.remedy, at_key=True)
                found.append(replace(fault, kind=WARNING))
    return sorted(found, key=lambda fault: (fault.file, fault.line, fault.column))


def tell_idle(case: object, say: Callable[[str], None]) -> None:
    """Say of each setting of a scenario that can do nothing; of what is no scenario, nothing is said."""
    for warning in idle_settings(case) if isinstance(case, Scenario) else ():
        say(str(warning))


def _idle(row: Strategy, rows: CatalogueRows) -> Iterator[Idle]:
    preferred = _preferred(row, rows)
    yield from _choice(row, rows, preferred)
    yield from _ramp(row, preferred)
    yield from _decision(row, preferred)
    yield from _pot(row)
    yield from _extra_and_cut(row)
    yield from _controls(row)
    if _set(row.panel, "need_weight") and row.panel.strength == 0:
        yield Idle(("panel", "need_weight"), "a panel of strength 0 moves no money", "Give panel.strength above 0.")


def _set(part: BaseModel, name: str) -> bool:
    """Whether a field differs from its default, which means "none"."""
    default = type(part).model_fields[name].get_default(call_default_factory=True)
    return bool(getattr(part, name) != default)


def _preferred(row: Strategy, rows: CatalogueRows) -> list[str]:
    """Support models that are preferred or avoided, of those that are chosen at all."""
    return [name for name, factor in row.preference.items() if factor != 1 and _is_chosen(name, rows)]


def _is_chosen(model: str, rows: CatalogueRows) -> bool:
    return any(weight != 0 for needs in rows.support_models[model].choice.values() for weight in needs.values())


def _choice(row: Strategy, rows: CatalogueRows, preferred: list[str]) -> Iterator[Idle]:
    for name, factor in row.preference.items():
        if factor != 1 and name not in preferred:
            why = "nobody chooses this support model, it is given"
            yield Idle(("preference", name), why, "Preference acts on models with choice weights (choice).")
    quick = [name for name, share in row.pot_shares.items() if share > 0 and _is_quick(name, rows)]
    if _set(row, "quick_first") and not quick:
        why = "no share of the pot pays for a quick fix"
        yield Idle(("quick_first",), why, "Name a programme with quick_fix, such as equipment, in pot_shares.")


def _is_quick(name: str, rows: CatalogueRows) -> bool:
    return name in rows.programmes and rows.programmes[name].quick_fix


def _ramps(row: Strategy, preferred: list[str]) -> bool:
    """Whether anything of the strategy is put in place by and by."""
    plan = row.prevention
    grows = plan.rule == "ring_fenced" and plan.target_share != plan.start_share
    return grows or bool(preferred) or row.team_factor != 1 or row.fee_target != 1


def _ramp(row: Strategy, preferred: list[str]) -> Iterator[Idle]:
    if _ramps(row, preferred):
        return
    why = "nothing of this strategy is put in place by and by"
    remedy = "A ramp slows preference, team_factor, fee_target, and the target_share of a ring_fenced pot."
    if any(row.inertia.values()):
        yield Idle(("inertia",), why, remedy)
    if row.prevention.ramp_years > 0:
        yield Idle(("prevention", "ramp_years"), why, remedy)


def _decision(row: Strategy, preferred: list[str]) -> Iterator[Idle]:
    rule = row.decision
    if rule.rule == "learn":
        yield from _learn(row, preferred)
    elif rule.rule == "uniform_cut" and rule.most_per_year == 0:
        yield Idle(("decision",), "most_per_year is 0, so that nothing is cut", "Give most_per_year above 0.")
    elif rule.rule == "shift_areas" and rule.per_year == 0 and _set(rule, "decommission_share"):
        yield Idle(("decision", "decommission_share"), "no money leaves an area", "Give per_year above 0.")
    elif rule.rule == "stabilise_first":
        yield from _stabilise(row, preferred)


def _learn(row: Strategy, preferred: list[str]) -> Iterator[Idle]:
    rule = row.decision
    if not preferred:
        why = "learn decides when support models are preferred or avoided, and this strategy does neither"
        what = "changes nothing but what trials cost" if rule.trial_share > 0 else "does nothing"
        yield Idle(("decision",), why, "Name some in preference, with factors other than 1.", what)
        return
    lacking = [name for name in ("horizon_years", "prior_sd") if getattr(rule, name) == 0]
    if lacking and not rule.pioneers:
        zero = " and ".join(lacking)
        why = f"with {zero} of 0 no support model is ever believed to pay, so that preference never acts"
        yield Idle(("decision",), why, f"Give {zero} above 0.", "learns nothing")
    for name in ("peer_sd", "peer_pull"):
        if _set(rule, name) and rule.peers == 0:
            yield Idle(("decision", name), "no peers are looked at", "Give peers, in a scenario of several places.")
    if rule.trial_models and rule.trial_people == 0:
        yield Idle(("decision", "trial_models"), "nobody is in a trial", "Give trial_people above 0.")
    if _set(rule, "crisis_push") and not row.cash_limit:
        yield Idle(("decision", "crisis_push"), "there are no controls without a cash limit", "Set cash_limit: true.")


def _stabilise(row: Strategy, preferred: list[str]) -> Iterator[Idle]:
    rule = row.decision
    if rule.cash_share > 0 and rule.years == 0:
        yield Idle(("decision", "cash_share"), "it is paid for 0 years", "Give years above 0.")
    delays = rule.years > 0 and (_ramps(row, preferred) or rule.cash_share > 0)
    if not delays and rule.codesign_share == 0 and rule.cash_share == 0:
        why = "there is neither extra cash nor co-design, nor a change that is put off"
        yield Idle(("decision",), why, "Give years and cash_share, or codesign_share, above 0.")


def _pot(row: Strategy) -> Iterator[Idle]:
    plan = row.prevention
    if row.decision.rule == "shift_areas":
        for name in ("start_share", "floor_share", "target_share"):
            if _set(plan, name):
                why = "once a year has been lived, shift_areas sets the pot"
                yield Idle(("prevention", name), why, "Give the pot its part in decision.areas.")
        return
    if plan.rule == "residual":
        yield Idle(("prevention", "target_share"), "a residual pot has no target", "Write rule: ring_fenced.")
    if _set(plan, "floor_share") and plan.rule == "ring_fenced":
        why = "a ring_fenced pot goes from its start_share to its target_share"
        yield Idle(("prevention", "floor_share"), why, "A floor is for rule: residual.")
    elif _set(plan, "floor_share") and not (row.cash_limit and row.duty):
        why = "without cash limit and duty a residual pot does not shrink"
        yield Idle(("prevention", "floor_share"), why, "Set cash_limit and duty to true.")


def _extra_and_cut(row: Strategy) -> Iterator[Idle]:
    """Parts of the plan that act together only: a share of money, and the years that it lasts."""
    plan = row.prevention
    for together in (("double_running_share", "double_running_years"), ("cut_share", "cut_years")):
        given = [name for name in together if getattr(plan, name) != 0]
        lacking = [name for name in together if name not in given]
        for name in given if lacking else ():
            yield Idle(("prevention", name), f"{lacking[0]} is 0", f"Give {lacking[0]} above 0.")
    if plan.cut_from_year > 0 and (plan.cut_share == 0 or plan.cut_years == 0):
        yield Idle(("prevention", "cut_from_year"), "nothing is cut", "Give cut_share and cut_years above 0.")


def _controls(row: Strategy) -> Iterator[Idle]:
    """What follows an overspend, where overspends have no consequence."""
    if row.cash_limit:
        return
    why, remedy = "without a cash limit an overspend has no consequence", "Set cash_limit: true."
    for name in type(row.controls).model_fields:
        if _set(row.controls, name):
            yield Idle(("controls", name), why, remedy)
    if row.overspend_recovery > 0:
        yield Idle(("overspend_recovery",), why, remedy)
