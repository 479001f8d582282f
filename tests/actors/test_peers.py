"""Councils that learn from each other: the null is places lived apart, order is nothing, reports sharpen beliefs."""

import numpy as np
import pytest

from simulation.actors.beliefs import Report
from simulation.actors.peers import live_together, nearest
from simulation.catalogue.load import merge
from simulation.model import CareEcosystem, live_past

LEARN = {"rule": "learn", "horizon_years": 5.0, "risk_aversion": 1.0, "prior_sd": 0.3, "case_sd": 1.0}
WISH = {"preference": {"shared_lives": 2.0, "residential_home": 0.5}}
DEPRIVED = {"ash": (0.6, 0.4, 0.0, 0.0, 0.0), "birch": (0.5, 0.5, 0.0, 0.0, 0.0), "cedar": (0.0, 0.0, 0.2, 0.4, 0.4)}


@pytest.fixture(scope="module")
def places(small):
    """Three places of two years, with their pasts."""
    own = {
        name: small._replace(seed=seed, deprivation=fifths, months=36)
        for seed, (name, fifths) in enumerate(DEPRIVED.items(), start=1)
    }
    return {name: (setting, live_past(setting)) for name, setting in own.items()}


def models(places, order=tuple(DEPRIVED), **decision):
    rows = {"based_on": "crisis_driven", **WISH, "decision": {**LEARN, **decision}}
    return {
        name: CareEcosystem(
            places[name][0]._replace(rows=merge(places[name][0].rows, strategies={"tried": rows})),
            strategy="tried",
            replicate=1,
            past=places[name][1],
        )
        for name in order
    }


def together(places, order=tuple(DEPRIVED), **decision):
    lived = models(places, order, **decision)
    live_together(lived)
    return lived


def same_lives(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one.town.journal, other.town.journal, strict=True))


def test_without_peers_places_lived_together_are_what_they_are_apart(places):
    lived = together(places)
    for name, model in models(places).items():
        assert same_lives(model.run(), lived[name])


def test_the_order_in_which_places_live_a_year_changes_nothing(places):
    lived = together(places, peers=2, peer_sd=0.1, peer_pull=0.5)
    again = together(places, tuple(reversed(DEPRIVED)), peers=2, peer_sd=0.1, peer_pull=0.5)
    assert all(same_lives(lived[name], again[name]) for name in DEPRIVED)


def test_reports_of_peers_sharpen_beliefs_the_less_the_more_places_differ(places):
    def sd(**decision):
        model = together(places, **decision)["ash"]
        return model.council.rule.sd[model.model_ids.index("residential_home")]

    alone, unlike, alike = sd(), sd(peers=2, peer_sd=0.2), sd(peers=2)
    assert alike < unlike < alone


def test_a_pioneer_starts_first_and_its_peers_follow_where_the_hurdle_falls(places):
    timid = {"risk_aversion": 1e6, "pioneers": ["ash"], "peers": 1, "peer_sd": 0.1}
    lived = together(places, **timid)
    wished = len(WISH["preference"])
    for name, most in (("ash", wished), ("birch", 0)):
        model = lived[name]
        adopted = [model.council.rule.adopted[model.model_ids.index(model_id)] for model_id in WISH["preference"]]
        assert sum(adopted) == most


def test_the_hurdle_falls_by_the_share_of_peers_who_have_adopted(places):
    def chosen(pull, peers):
        model = models(places, ["ash"], peer_pull=pull, risk_aversion=0.0)["ash"]
        rule, k = model.council.rule, model.model_ids.index("shared_lives")
        cost = model.parameters.value("council.adoption_cost_years")
        rule.mean[k] = 0.6 * cost / LEARN["horizon_years"]
        rule.peers = [Report((), np.full(len(model.model_ids), adopted)) for adopted in peers]
        return rule._choice()[k]

    assert [chosen(0.0, (1.0,)), chosen(0.5, (0.0,)), chosen(0.5, (1.0,)), chosen(0.5, (1.0, 0.0))] == [0, 0, 1, 0]


def test_figures_of_one_peer_never_count_for_more_than_places_differ(places):
    """However many years a peer reports, and however surely: that it is another place stays."""
    model = models(places, ["ash"], peer_sd=0.3, peers=1)["ash"]
    rule, k = model.council.rule, model.model_ids.index("residential_home")
    rule.peers = [Report(((k, 0.4, 1e-6),), rule.adopted)]
    seen = []
    for _ in range(8):
        rule._hear()
        seen.append((rule.mean[k], rule.sd[k]))
    assert seen[0] == pytest.approx(seen[-1])
    assert seen[0] == pytest.approx(
        (0.2, 0.3 / 2**0.5), rel=1e-4
    )  # as far from its own belief, sd 0.3, as from the peer's


def test_peers_are_the_places_most_alike_and_the_first_listed_of_those_equally_like(places):
    lived = models(places)
    assert nearest("ash", lived, 1) == ["birch"]
    assert nearest("cedar", lived, 5) == ["ash", "birch"]


def test_a_year_under_control_moves_the_hurdle(places):
    adopted = {}
    for push, part in ((0.0, 0.9), (-1.0, 0.9), (0.0, 1.1), (10.0, 1.1)):
        model = models(places, ["ash"], crisis_push=push, risk_aversion=0.0)["ash"]
        rule, k = model.council.rule, model.model_ids.index("shared_lives")
        cost = model.parameters.value("council.adoption_cost_years")
        rule.mean[k] = part * cost / LEARN["horizon_years"]
        model.council.controls.level = 1.0
        model.council.controls.note()
        adopted[push, part] = rule._choice()[k]
    assert adopted == {(0.0, 0.9): 0.0, (-1.0, 0.9): 1.0, (0.0, 1.1): 1.0, (10.0, 1.1): 0.0}


def test_a_trial_of_one_model_sharpens_that_belief_alone(places):
    def sds(**decision):
        model = together(places, **decision)["ash"]
        return dict(zip(model.model_ids, model.council.rule.sd, strict=True))

    none, one = sds(), sds(trial_people=400, trial_models=["residential_home"])
    assert one["residential_home"] < none["residential_home"]
    same = [name for name in none if name != "residential_home"]
    assert np.mean([none[name] for name in same]) == pytest.approx(np.mean([one[name] for name in same]), rel=0.02)
