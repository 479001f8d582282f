"""Whatever is accepted is written as one file that loads to the same scenario."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scenario.helpers import SMALL
from simulation.scenario import ScenarioError, load_text
from simulation.scenario.guard import read_tree
from simulation.scenario.nodes import plain
from simulation.scenario.scalars import ScalarError, resolve
from simulation.scenario.write import SCHEMA_LINE, scenario_yaml

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
scalars = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    scalars | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)

shares = st.floats(0, 1)
places = st.fixed_dictionaries(
    {},
    optional={
        "adults": st.integers(1000, 10**6),
        "scale": st.floats(0.001, 20),
        "people_per_neighbourhood": st.just(900),
    },
)
times = st.fixed_dictionaries(
    {}, optional={"years": st.integers(1, 50), "burn_in_months": st.integers(0, 240), "start": st.just("2024-12")}
)
runs = st.fixed_dictionaries({}, optional={"seed": st.integers(0, 2**63 - 1), "replicates": st.integers(1, 10_000)})
rows = {
    "parameters": st.dictionaries(st.just("home_care.team_posts"), st.floats(8, 20) | st.integers(8, 20)),
    "programmes": st.dictionaries(st.just("connector"), st.fixed_dictionaries({"uptake": shares})),
    "support_models": st.dictionaries(
        st.sampled_from(["home_care", "day_support"]), st.fixed_dictionaries({"price_gbp": st.floats(0, 1e6)})
    ),
    "strategy_definitions": st.dictionaries(
        st.just("crisis_driven"), st.fixed_dictionaries({"title": text.filter(bool), "early_offer": shares})
    ),
}
scenarios = st.fixed_dictionaries(
    {
        "schema": st.just(1),
        "name": st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True),
        "comparator": st.sampled_from(["crisis_driven", "no_change"]),
        "strategies": st.lists(
            st.sampled_from(["crisis_driven", "no_change", "prevention_investment"]), min_size=1, unique=True
        ),
    },
    optional={
        "title": text,
        "description": text,
        "assumptions": st.lists(text.filter(bool), max_size=3),
        "price_year": st.integers(2000, 2026),
        "place": places,
        "time": times,
        "run": runs,
        **rows,
    },
)


@settings(max_examples=60, deadline=None)
@given(scenarios)
def test_an_accepted_scenario_loads_to_the_same_digest_from_its_resolved_text(data: dict[str, Any]) -> None:
    try:
        scenario = load_text(scenario_yaml(data))
    except ScenarioError as error:
        assert all("memory" in line or "nothing reads" in line for line in str(error).splitlines()[:-1])
        return
    resolved = scenario.resolved_yaml()
    again = load_text(resolved)
    assert again.digest() == scenario.digest()
    assert again.model_dump() == scenario.model_dump()
    assert again.resolved_yaml() == resolved
    assert resolved.startswith(SCHEMA_LINE + "\n")


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(text, values, max_size=5))
def test_what_is_written_reads_back_the_same(data: dict[str, Any]) -> None:
    tree, faults = read_tree(scenario_yaml(data).encode("utf-8"), "x")
    assert faults == []
    assert tree is not None
    assert repr(plain(tree)) == repr(data)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("0123456789+-._eExoab:ny~ "), max_size=8))
def test_an_unquoted_scalar_is_text_a_number_or_refused(written: str) -> None:
    try:
        value = resolve(written)
    except ScalarError:
        return
    if isinstance(value, str):
        assert value == written


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | text.map(lambda t: t.encode()) | text.map(lambda t: (SMALL + t).encode()))
def test_reading_never_fails_but_with_faults_that_have_a_position(data: bytes) -> None:
    tree, faults = read_tree(data, "x")
    assert tree is not None or faults
    assert all(fault.line >= 1 and fault.column >= 1 and fault.message for fault in faults)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["place", "time", "run", "strategies", "parameters", "programmes", "name"]), values)
)
def test_loading_anything_ends_in_a_scenario_or_in_faults(data: dict[str, Any]) -> None:
    try:
        load_text(SMALL + "\n".join(scenario_yaml({"title": "x", **data}).splitlines()[1:]))
    except ScenarioError as error:
        assert error.faults
