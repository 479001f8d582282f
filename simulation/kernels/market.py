"""The market: providers that have decided to close leave, and new ones take their place.

Those whom a closing provider supported end that support unplanned, go home from where it housed them, and are due other
support of the kind at once (Care Act 2014, section 48: a duty that does not wait for money).
"""

from __future__ import annotations

from simulation.kernels.chance import ENTRY, uniforms
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.quality import steady
from simulation.kernels.support import end, go_home
from simulation.state.codes import (
    AWAITING_START,
    CLOSES,
    END_PROVIDER_CLOSED,
    GOES_ON,
    HOSPITAL,
    IN_CRISIS,
    MOVE_SUDDEN,
    NEVER,
    NOBODY,
    OPENS,
    OWN_HOME,
    UNRATED,
)
from simulation.state.journal import MARKET_NAMES
from simulation.state.place import ARRANGEMENTS

_CLOSED = MARKET_NAMES.index("closed")
_OPENED = MARKET_NAMES.index("opened")
_DISPLACED = MARKET_NAMES.index("displaced")


@rule
def _displace(place, catalogue, rates, log, journal, t, row, month):
    """End support whose provider closes; the person waits for the same kind, ahead of others."""
    people, m = place.people, place.arrangements.model[row]
    i = place.arrangements.person[row]
    end(place, catalogue, log, journal, t, row, END_PROVIDER_CLOSED, month)
    people.changed[i] = month
    journal.market[t, m, _DISPLACED] += 1
    if people.setting[i] != OWN_HOME and people.setting[i] != HOSPITAL:
        go_home(people, rates, i, MOVE_SUDDEN, month)
    if people.stage[i] != AWAITING_START:
        people.stage[i] = AWAITING_START
        people.stage_since[i] = month
        people.wanted[i] = m
    people.urgency[i] = IN_CRISIS


@rule
def _leave(place, provider):
    """Leave a row empty: no places, no workers."""
    providers, posts = place.providers, place.posts
    providers.is_open[provider] = 0
    providers.places[provider] = 0
    providers.posts_wanted[provider] = 0
    providers.rating[provider] = UNRATED
    providers.lean[provider] = 0
    for post in range(providers.post_first[provider], providers.post_last[provider]):
        if posts.staffed[post]:
            posts.staffed[post] = 0
            posts.generation[post] += 1


@rule
def _enter(place, rates, seed, provider, month):
    """A new provider in an empty row, with a culture of its own and posts yet to fill."""
    providers = place.providers
    providers.is_open[provider] = 1
    providers.opened[provider] = month
    providers.places[provider] = providers.capacity[provider]
    providers.posts_wanted[provider] = providers.posts_usual[provider]
    more, less, _, _ = uniforms(seed, ENTRY, provider, month)
    providers.culture[provider] = (more - less) * rates.quality_culture
    providers.quality[provider] = steady(providers, rates, provider)
    providers.inspection[provider] = month + rates.inspection_months[UNRATED]


@kernel
def settle(place, catalogue, rates, log, journal, t, seed, month):
    """Carry out what providers have decided."""
    providers, arr, closing = place.providers, place.arrangements, 0
    for provider in range(providers.model.shape[0]):
        closing += providers.plan[provider] == CLOSES
    if closing > 0:
        for row in range(place.counters[ARRANGEMENTS]):
            provider = arr.provider[row]
            if arr.ended[row] == NEVER and provider != NOBODY and providers.plan[provider] == CLOSES:
                _displace(place, catalogue, rates, log, journal, t, row, month)
    for provider in range(providers.model.shape[0]):
        plan, m = providers.plan[provider], providers.model[provider]
        if plan == CLOSES:
            _leave(place, provider)
            journal.market[t, m, _CLOSED] += 1
        elif plan == OPENS:
            _enter(place, rates, seed, provider, month)
            journal.market[t, m, _OPENED] += 1
        providers.plan[provider] = GOES_ON
