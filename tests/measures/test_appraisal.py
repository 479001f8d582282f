"""Appraisal: payers to the penny, weights, optimism bias, break-even, and headlines that never stand alone."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pytest

from measures.folders import scenario, write_runs
from measures.sweeps import loud_sweep
from simulation.evidence.discounting import discount_factors
from simulation.evidence.parameters import load_parameters
from simulation.measures.appraisal import Choices, appraise, write_appraisal
from simulation.measures.appraisal_data import FIFTHS, read_amounts
from simulation.measures.appraisal_effects import ratio, verdict
from simulation.measures.appraisal_information import FEW, LEAST_DRAWS, LOUD, cautions
from simulation.measures.appraisal_money import (
    PARTS,
    PURSES,
    factors,
    parts_present,
    present_value,
    purse,
    weighted,
    weights,
)
from simulation.measures.appraisal_report import headlines
from simulation.measures.appraisal_sure import Basis, Ends, between, directed, ends
from simulation.measures.break_even import NEVER_PAID
from simulation.measures.comparison import write_comparison
from simulation.measures.files import read_csv, write_csv, write_json
from simulation.measures.headline import COMPANIONS, Headline, LonelyHeadlineError
from simulation.measures.results import ResultsError
from simulation.measures.sensitivity import NOISY_WORDS, ONE_LUCK_WORDS, SAME_WORDS
from simulation.measures.uncertainty import spread

OTHER = "prevention_investment"


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A folder of six replicates, compared."""
    folder = write_runs(tmp_path_factory.mktemp("plain"), 6)
    write_comparison(folder, scenario())
    return folder


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """The same runs as a sweep of 3 draws with 2 replicates."""
    folder = write_runs(tmp_path_factory.mktemp("swept"), 6)
    write_comparison(folder, scenario())
    runs = [{"run": k + 1, "draw": k // 2 + 1, "point": 1, "luck": k % 2 + 1, "options": ""} for k in range(6)]
    write_csv(folder / "design" / "runs.csv", pa.Table.from_pylist(runs))
    write_json(folder / "design" / "points.json", {})
    from simulation.measures.files import write_parquet

    values = {"draw": [1, 2, 3], "meet.age_gap": [1.0, 2.0, 3.0]}
    write_parquet(folder / "design" / "draws.parquet", pa.table(values))
    drawn = [{"parameter": "meet.age_gap", "family": "meet.age_gap", "drawn": "yes"}]
    write_csv(folder / "design" / "parameters.csv", pa.Table.from_pylist(drawn))
    return folder


def test_payers_of_every_run_add_up_to_their_purses_to_the_penny(plain):
    rows = appraise(plain).tables["present_values_by_run"].to_pylist()
    by_run = {}
    for row in rows:
        by_run.setdefault((row["run"], row["strategy"]), {})[row["purse"]] = row["pence"]
    assert len(by_run) == 6
    for purses in by_run.values():
        assert purses["all_payers"] == sum(purses[name] for name in PURSES["all_payers"])
        assert purses["society"] == purses["all_payers"] + purses["unpaid_care"]


def test_mean_pence_of_payers_add_up_too_under_every_schedule_and_cost_line(plain):
    rows = appraise(plain).tables["present_values"].to_pylist()
    cases = {}
    for row in rows:
        cases.setdefault((row["discounting"], row["cost_line"]), {})[row["purse"]] = row["mean_pence"]
    assert {name for name, _ in cases} == {"undiscounted", "greenbook-2026", "nice", "health-1.5"}
    assert {line for _, line in cases} == {"as modelled", "with optimism bias"}
    for purses in cases.values():
        assert purses["all_payers"] == sum(purses[name] for name in PURSES["all_payers"])


def test_nothing_discounted_is_the_plain_sum_of_the_ledger(plain):
    amounts = read_amounts(plain)
    parts = parts_present(amounts, OTHER, factors(amounts.years, "undiscounted", 2024, 2024), {})
    plain_sum = amounts.over(OTHER, amounts.pence).sum(axis=-1)
    assert (parts[:, :-1] == plain_sum).all()
    assert (purse(parts, "all_payers") == plain_sum.sum(axis=1)).all()
    assert PARTS[-1] == "unpaid_care"


def test_present_values_use_the_schedules_factors(plain):
    amounts = read_amounts(plain)
    pence = amounts.over(OTHER, amounts.pence)
    by_hand = (pence * discount_factors("greenbook-2026", amounts.years)).sum(axis=-1)
    found = parts_present(amounts, OTHER, factors(amounts.years, "greenbook-2026", 2024, 2024), {})[:, :-1]
    assert np.abs(found - by_hand).max() <= 0.5


def test_another_price_base_scales_every_pound(plain):
    then, now = (
        appraise(plain, Choices(price_year=year)).tables["present_values"].to_pylist() for year in (2019, 2024)
    )
    ratio = {a["mean"] / b["mean"] for a, b in zip(then, now, strict=True) if b["mean"]}
    assert max(ratio) == pytest.approx(min(ratio), rel=1e-4)
    assert max(ratio) < 1


def test_no_optimism_bias_changes_nothing_and_some_adds_its_share_of_the_line_to_the_council(plain):
    amounts = read_amounts(plain)
    by_year = factors(amounts.years, "undiscounted", 2024, 2024)
    bare = parts_present(amounts, OTHER, by_year, {})
    assert (parts_present(amounts, OTHER, by_year, {"class.prevention": 0.0}) == bare).all()
    more = parts_present(amounts, OTHER, by_year, {"class.prevention": 0.5}) - bare
    line = amounts.over(OTHER, amounts.lines["class.prevention"]).sum(axis=-1)
    assert np.abs(more[:, 0] - line / 2).max() <= 0.5
    assert (more[:, 1:] == 0).all()


def test_an_unknown_cost_line_or_schedule_is_refused_with_what_there_is(plain):
    with pytest.raises(ResultsError, match=r"class\.prevention"):
        appraise(plain, Choices(bias={"class.preventoin": 0.1}))
    with pytest.raises(ResultsError, match="greenbook-2026"):
        appraise(plain, Choices(schedule="greenbook"))


def test_weights_of_1_change_nothing_exactly(plain):
    rows = appraise(plain, Choices(equal_weights=True)).tables["distribution"].to_pylist()
    money = [row for row in rows if row["unit"] == "gbp"]
    one, other = ([r["mean_pence"] for r in money if r["weighting"] == kind] for kind in ("weighted", "unweighted"))
    assert one == other
    assert any(one)


def test_weights_fall_from_the_most_to_the_least_deprived_fifth():
    found = weights(load_parameters())
    assert (np.diff(found) < 0).all()
    assert found[0] == pytest.approx(0.735**-1.3)
    assert (weighted(np.array([[100, 100, 100, 100, 100]]), found)[0] == np.rint(100 * found)).all()


def test_money_of_the_fifths_adds_up_to_the_whole_place(plain):
    amounts = read_amounts(plain)
    council = amounts.pence[:, :, 0]
    assert (amounts.by_fifth["council_support"].sum(axis=2) == council).all()
    assert len(FIFTHS) == amounts.by_fifth["council_support"].shape[2]


def test_present_value_rounds_to_the_penny():
    assert present_value(np.array([[100, 100]]), np.array([1.0, 0.5049])).tolist() == [150]


def test_break_even_shares_add_up_and_name_never(plain):
    rows = appraise(plain).tables["break_even"].to_pylist()
    cases = {}
    for row in rows:
        cases.setdefault((row["purse"], row["discounting"]), []).append(row)
    for found in cases.values():
        assert sum(row["draws"] for row in found) == 6
        assert NEVER_PAID in [row["outcome"] for row in found]


def test_a_sweep_is_told_by_draws_and_a_run_by_replicates(plain, swept):
    of_run, of_sweep = (appraise(folder).tables["present_values"].to_pylist()[0] for folder in (plain, swept))
    assert (of_run["draws"], of_run["replicates"]) == (1, 6)
    assert (of_sweep["draws"], of_sweep["replicates"]) == (3, 2)
    assert of_run["mean"] == of_sweep["mean"]


def test_without_draws_nothing_is_said_of_acceptability_and_information(plain, swept):
    assert not {"acceptability", "information", "regret", "sensitivity"} & set(appraise(plain).tables)
    tables = appraise(swept).tables
    assert {"acceptability", "information"} <= set(tables)
    assert all(row["family"] == "everything" for row in tables["information"].to_pylist())
    assert "families of the evidence are not told apart" in tables["information"]["caution"][0].as_py()


def test_shares_on_an_acceptability_curve_add_up_to_1(swept):
    rows = appraise(swept).tables["acceptability"].to_pylist()
    sums, edges = {}, {}
    for row in rows:
        key = (row["outcome"], row["purse"], row["worth"])
        sums[key] = sums.get(key, 0) + row["share_best"]
        edges[key] = edges.get(key, 0) + (row["on_frontier"] == "yes")
    assert set(np.round(list(sums.values()), 12)) == {1.0}
    assert set(edges.values()) == {1}


def test_regret_is_nothing_for_what_is_always_best_and_worth_knowing_never_exceeds_it(swept):
    rows = appraise(swept).tables["regret"].to_pylist()
    assert rows
    for row in rows:
        assert row["regret"] >= 0
        assert (row["share_best"] < 1) or row["regret"] == 0
        assert row["evpi"] is None or 0 <= row["evpi"] <= row["regret"] * (1 + 1e-9)


def test_sensitivity_of_few_draws_is_refused_with_its_reason(swept):
    rows = appraise(swept).tables["sensitivity"].to_pylist()
    assert all(row["caution"] and row["first_order"] is None for row in rows)


def test_quadrants_of_the_plane_share_out_every_point(swept):
    for row in appraise(swept).tables["plane"].to_pylist():
        assert sum(row[name] for name in row if name.startswith("share_")) == pytest.approx(1)
        assert row["ratio"] is None or row["ratio"] > 0


def test_payers_that_do_not_add_up_are_refused(tmp_path):
    folder = write_runs(tmp_path, 1)
    write_comparison(folder, scenario())
    import pyarrow.parquet as pq

    from simulation.measures.files import write_parquet

    path = folder / "runs" / "rep-000001.parquet"
    table = pq.read_table(path)
    names, values = table["measure"].to_pylist(), table["value"].to_pylist()
    at = next(k for k, name in enumerate(names) if name == "spend.total" and table["period"][k].as_py() == "year")
    values[at] += 0.01
    write_parquet(path, table.set_column(table.column_names.index("value"), "value", pa.array(values)))
    with pytest.raises(ResultsError, match="to the penny"):
        read_amounts(folder)


def test_a_point_that_is_not_there_is_refused(swept):
    with pytest.raises(ResultsError, match="there is no point 7; there are 1"):
        read_amounts(swept, 7)


# Headlines


GOOD = dict.fromkeys(COMPANIONS, "said")


@pytest.mark.parametrize("missing", COMPANIONS)
def test_no_headline_without_its_four_companions(missing):
    with pytest.raises(LonelyHeadlineError, match=missing):
        Headline(title="t", statement="s", **{**GOOD, missing: " "})


def test_no_companions_without_a_headline():
    with pytest.raises(LonelyHeadlineError, match="statement"):
        Headline(title="t", statement="", **GOOD)


@pytest.mark.parametrize("kind", ["plain", "swept"])
def test_every_headline_of_a_report_is_followed_by_its_four_companions(kind, request, tmp_path):
    write_appraisal(request.getfixturevalue(kind), tmp_path)
    text = (tmp_path / "appraisal.md").read_text(encoding="utf-8")
    blocks = re.split(r"^### ", text.split("## When it is paid back")[0], flags=re.MULTILINE)[1:]
    assert len(blocks) == 2 + 5
    for block in blocks:
        assert re.findall(r"^- \*(.+?)\.\* \S", block, re.MULTILINE) == list(COMPANIONS.values())
        assert block.count("**") == 2
    outside = text.split("## Headlines")[0] + text.split("## When it is paid back")[1]
    assert "**" not in outside
    assert "No QALY is computed" in text
    assert "ot independently assured" in text


def test_a_report_of_a_plain_run_says_that_the_evidence_was_not_drawn(plain, tmp_path):
    write_appraisal(plain, tmp_path)
    text = (tmp_path / "appraisal.md").read_text(encoding="utf-8")
    assert "the evidence was not drawn" in text
    assert "luck alone" in text
    assert read_csv(tmp_path / "present_values.csv").num_rows


# How sure


def test_without_draws_a_range_is_the_interval_of_the_mean_and_with_draws_that_of_draws():
    values = np.array([[-1.0, 0.0, 4.0]])
    one, many = spread(values), spread(values.T)
    assert (ends(one).low, ends(one).high) == (one["low"], one["high"])
    assert ends(one).high > 4 > ends(many).high
    assert (ends(many).low, ends(many).high) == (many["low_draws"], many["high_draws"])
    assert ends(spread(values[:, :1])) == Ends(-1.0, None, None)


def test_a_headline_of_replicates_gives_students_interval_and_says_what_it_cannot_tell(plain):
    found = appraise(plain)
    rows = {row["purse"]: row for row in found.tables["present_values"].to_pylist()
            if (row["discounting"], row["cost_line"]) == (found.schedule, "as modelled")}  # fmt: skip
    council = headlines(found)[0]
    row = rows["council"]
    assert f"95 % interval {between(row['low'], row['high'], 'gbp')}" in council.uncertainty
    assert "95 % of 6" not in council.uncertainty
    assert ("cannot tell from zero" in council.statement) == (row["low"] <= 0 <= row["high"])


def test_a_headline_of_draws_gives_the_range_over_draws_and_says_so(swept):
    found = appraise(swept)
    wanted = {"purse": "council", "discounting": found.schedule, "cost_line": "as modelled"}
    rows = found.tables["present_values"].to_pylist()
    row = next(row for row in rows if wanted.items() <= row.items())
    told = headlines(found)[0].uncertainty
    assert f"95 % of 3 draws of the evidence: {between(row['low_draws'], row['high_draws'], 'gbp')}" in told


def test_what_a_range_holds_zero_for_is_in_doubt_in_words():
    basis = Basis(1, 3)
    assert basis.doubt(Ends(1.0, 0.5, 1.5)) == ""
    assert basis.doubt(Ends(1.0, -0.5, 2.5)) == ", which 3 replicates cannot tell from zero"
    assert "95 % of 64 draws holds it" in Basis(64, 2).doubt(Ends(1.0, -0.5, 2.5))
    assert "one run" in Basis(1, 1).doubt(Ends(1.0, None, None))


def test_a_number_and_its_range_look_the_same_way():
    averted = Ends(-0.633, -0.965, -0.0467)
    more = averted.turned
    assert directed(more.mean, "crises", "crises") == "0.633 crises more"
    assert between(more.low, more.high, "crises") == "0.0467 to 0.965 more"
    assert between(-3.0, -1.0, "gbp") == "£1 to £3 less"
    assert between(-3.0, 1.0, "hours") == "3 fewer to 1 more"
    assert directed(0.0, "gbp") == "no difference"


@pytest.mark.parametrize("kind", ["plain", "swept"])
def test_a_headline_counts_what_its_title_names_as_more_or_fewer(kind, request):
    for headline in headlines(appraise(request.getfixturevalue(kind))):
        assert re.search(r"\b(more|less|fewer|no difference|xactly as m)", headline.statement)
        assert not re.search(r"\b(met|averted|avoided|costs)\b", headline.statement)
        assert not re.search(r"\s[+-]£?\d", headline.uncertainty.split("With optimism")[0])


def test_there_is_no_cost_of_an_outcome_that_cannot_be_told_from_zero():
    cost, loose, tight = Ends(464e3, 1e3, 9e5), Ends(0.06, -0.839, 0.966), Ends(0.06, 0.01, 0.11)
    assert ratio(cost, loose) is None
    assert ratio(cost, tight) == pytest.approx(464e3 / 0.06)
    assert ratio(Ends(-5.0, -6.0, -4.0), tight) is None


def test_a_quadrant_is_named_only_where_cost_and_outcome_are_told_from_zero():
    sure, loose = Ends(-2.0, -3.0, -1.0), Ends(-2.0, -5.0, 1.0)
    assert verdict(sure, sure) == "cheaper and worse"
    assert verdict(sure, loose) == "cheaper, and the outcome cannot be told from zero"
    assert verdict(loose, sure) == "worse, and the cost cannot be told from zero"
    assert verdict(loose, loose).startswith("neither")
    assert verdict(loose, Ends(0.0, 0.0, 0.0)) == "no difference in the outcome"


@pytest.mark.parametrize("kind", ["plain", "swept"])
def test_a_cost_of_an_outcome_stands_with_the_quadrants_and_only_where_there_is_one(kind, request):
    found = appraise(request.getfixturevalue(kind))
    rows = found.tables["plane"].to_pylist()
    assert all(row["ratio"] is None for row in rows if row["gain_low"] <= 0 <= row["gain_high"])
    for headline in headlines(found)[2:]:
        assert headline.payer.count("fewer and") >= 2
        assert "%" in headline.payer


# Luck among draws


def test_families_are_refused_where_sensitivity_is_and_in_its_words():
    rng = np.random.default_rng(1)
    evidence = rng.normal(0, 1, (LEAST_DRAWS, 1))
    quiet, loud = (evidence + rng.normal(0, noise, (LEAST_DRAWS, 4)) for noise in (0.01, 5.0))
    same = np.zeros((LEAST_DRAWS, 4))
    assert cautions([quiet]) == cautions([quiet, same]) == ""
    assert cautions([quiet, loud]) == f"{LOUD}{NOISY_WORDS}"
    assert cautions([evidence]) == f"{LOUD}{ONE_LUCK_WORDS}"
    assert cautions([same]) == SAME_WORDS
    assert cautions([quiet[:8]]) == FEW


def test_where_luck_is_loud_no_family_is_named_as_worth_finding(tmp_path):
    write_appraisal(loud_sweep(tmp_path / "runs", LEAST_DRAWS), tmp_path / "out")
    rows = read_csv(tmp_path / "out" / "information.csv").to_pylist()
    assert {row["family"] for row in rows} == {"everything"}
    assert all(NOISY_WORDS in row["caution"] for row in rows)
    text = (tmp_path / "out" / "appraisal.md").read_text(encoding="utf-8")
    assert "meet.age_gap" not in text
    assert NOISY_WORDS in text
