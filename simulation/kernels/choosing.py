"""Choosing: which provider a person takes, which team of its workers, and who takes a kind of support up.

A person knows of as many teams with room as the support model says, one of each provider before a second of any, and
takes the one whose workers fit best; who knows of one takes the first with room. A list lets people choose some
providers of a model only, by a lot that each keeps, so that a longer list holds every provider of a shorter one; one is
always on it. Who knows of none on the list takes the first on it that has room. Those whose provider is off it wait for
another, with support as it is until then. Where the council awards hours (``contracts``), it chooses, not the person.
"""

from __future__ import annotations

from simulation.kernels.chance import LISTED, MATCH, unit, words
from simulation.kernels.compiling import kernel, rule
from simulation.kernels.faces import team_size
from simulation.kernels.support import pays_in_full, team_anchor, team_span, wait_for_start, worker_match
from simulation.state.catalogue import NO_AWARD
from simulation.state.codes import FROM_HOURS, HOSPITAL, NEVER, NOBODY, NOT_ASKING, PRESSING
from simulation.state.place import ARRANGEMENTS


@rule
def take_up(place, models, rates, i, m):
    """Of people like this one to whom a model is offered, the share who take it up: less where voice is little, unless
    somebody helps the person."""
    people = place.people
    if models.by_voice[m] == 0.0 or people.unpaid_minutes[i] > 0:
        return 1.0
    return 1.0 - models.by_voice[m] * (1.0 - rates.voice[place.hoods.fifth[people.hood[i]]])


@rule
def _lot(place, provider):
    return unit(words(place.key[0], LISTED, provider, 0, place.providers.opened[provider])[0])


@rule
def _draw_up_lists(place, models, levers, scratch):
    """Mark the providers that lists let nobody choose (``scratch.off_list``): those whose lot is above the list's
    share, but for the least of those open. Returns whether there are any."""
    providers, limited = place.providers, False
    for provider in range(providers.model.shape[0]):
        scratch.off_list[provider] = 0
    for m in range(models.where.shape[0]):
        if levers.list_share[m] >= 1.0:
            continue
        limited, least = True, 1.0
        for provider in range(models.provider_first[m], models.provider_last[m]):
            if providers.is_open[provider]:
                least = min(least, _lot(place, provider))
        for provider in range(models.provider_first[m], models.provider_last[m]):
            lot = _lot(place, provider)
            scratch.off_list[provider] = lot >= levers.list_share[m] and lot > least
    return limited


@rule
def is_struck(place, scratch, i, m):
    """Whether a person has model ``m`` now, paid by the council, from a provider that is not on its list."""
    arr, row = place.arrangements, place.people.arrangement[i]
    if row == NOBODY or arr.model[row] != m or arr.provider[row] == NOBODY or arr.self_funded[row]:
        return False
    return scratch.off_list[arr.provider[row]] != 0


@rule
def _has_room(place, models, rates, staffed, m, provider, minutes):
    if models.source[m] == FROM_HOURS:
        return place.providers.planned_minutes[provider] + minutes <= staffed[provider] * rates.minutes_post
    return place.providers.filled[provider] < place.providers.places[provider]


@rule
def _team_fit(place, models, levers, seed, i, m, provider, team):
    """Mean match (0 to 255) of a person and the workers in the posts of a team; 0 where every post is vacant."""
    providers, posts, total, there = place.providers, place.posts, 0, 0
    span = team_span(providers, provider)
    anchor = team_anchor(seed, i, provider, team, span)
    for face in range(min(team_size(place, models, levers, m, provider), span)):
        post = providers.post_first[provider] + (anchor + face) % span
        if posts.staffed[post]:
            total += worker_match(place.key[0], i, post, posts.generation[post])
            there += 1
    return total / there if there > 0 else 0.0


@rule
def _awarded(place, models, rates, scratch, seed, i, m, minutes):
    """The provider of most merit with room, of those on the list; of equals the first round from the person's lot."""
    first, count = models.provider_first[m], models.provider_last[m] - models.provider_first[m]
    begin_at, best = int(unit(words(seed, MATCH, i, m, 0)[0]) * count), NOBODY
    for k in range(count):
        provider = first + (begin_at + k) % count
        if scratch.off_list[provider] or (best != NOBODY and scratch.merit[provider] <= scratch.merit[best]):
            continue
        if _has_room(place, models, rates, scratch.staffed, m, provider, minutes):
            best = provider
    return best


@rule
def find_team(place, models, rates, levers, scratch, seed, i, m, minutes):
    """The provider and team that a person takes, round the providers from one that the person's lot picks; NOBODY and 0
    where none has room. Awards and lists are the council's, and bind nobody who pays in full."""
    free = pays_in_full(place.people, models, i, m)
    if models.price_weight[m] != NO_AWARD and not free:
        return _awarded(place, models, rates, scratch, seed, i, m, minutes), 0
    first, count = models.provider_first[m], models.provider_last[m] - models.provider_first[m]
    chosen, team, best, seen = NOBODY, 0, -1.0, 0
    begin_at = int(unit(words(seed, MATCH, i, m, 0)[0]) * count)
    for k in range(count * models.candidates[m]):
        provider = first + (begin_at + k) % count
        if not _has_room(place, models, rates, scratch.staffed, m, provider, minutes):
            continue
        seen += 1
        if free or not scratch.off_list[provider]:
            if models.candidates[m] == 1:
                return provider, 0
            fit = _team_fit(place, models, levers, seed, i, m, provider, k // count)
            if fit > best:
                chosen, team, best = provider, k // count, fit
        if seen >= models.candidates[m] and chosen != NOBODY:
            break
    return chosen, team


@kernel
def strike_off(place, catalogue, levers, scratch, month):
    """Draw up the month's lists. Whoever has support from a provider that is not on one waits for another, unless the
    person waits for something already or lies in hospital."""
    people, arr = place.people, place.arrangements
    if not _draw_up_lists(place, catalogue.models, levers, scratch):
        return
    for row in range(place.counters[ARRANGEMENTS]):
        i, m = arr.person[row], arr.model[row]
        if arr.ended[row] != NEVER or people.stage[i] != NOT_ASKING or people.setting[i] == HOSPITAL:
            continue
        if is_struck(place, scratch, i, m):
            wait_for_start(people, i, m, PRESSING, month)
