"""What differs between two lives of one person: where first, and how much over all months."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from simulation.lives import words
from simulation.lives.moment import Moment
from simulation.lives.trace import Life
from simulation.lives.words import Names
from simulation.measures.wording import number
from simulation.state import codes

HOUR: Final = 60
PENCE: Final = 100
ASIDE: Final = ("month", "parted", "fates", "changes", "home", "hood", "birth_month")
"""Fields of a month that are not named when lives part: they go with others, or say nothing of this person."""
NEVER_WANTED: Final = 0
"""``Moment.wanted`` until a support is first agreed. It is the code of unpaid care too, which nobody agrees there."""
PLAIN: Final = {
    "status": "whether the person lives in the place",
    "conditions": "illness or disability",
    "need": "need for help",
    "skill": "skill in daily living",
    "lonely": "loneliness",
    "strain": "the strain of caring",
    "setting": "where the person lives",
    "asked_minutes": "how much help is needed",
    "unpaid_minutes": "unpaid care received",
    "paid_minutes": "paid help received",
    "care_minutes": "unpaid care given",
    "lost_care": "unpaid care that has been lost",
    "rest_until": "rest from caring",
    "stage": "what is waited for at the front door",
    "stage_since": "since when it is waited for",
    "urgency": "how urgently help is asked for",
    "wanted": "the support last agreed at the front door",
    "hospital_since": "a stay in hospital",
    "admitted": "the last admission to hospital",
    "stay_days": "days in hospital",
    "stroke": "a stroke",
    "pathway": "the way out of hospital",
    "moved": "a move",
    "fulfilment": "how well the person lives (the domains of a good life)",
    "programmes": "prevention programmes",
    "ties": "ties to people",
    "support": "the support in place, who gives it, and how much",
    "cost": "what support costs",
}
"""What each field of a month is about, for readers."""


def first_differences(lives: Sequence[Life], month: int, names: Names) -> list[str]:
    """In words, what differs at the end of a month, with what it is in each life where a word says it."""
    at = month - lives[0].moments[0].month
    if any(at >= len(life.moments) for life in lives):
        return [PLAIN["status"]]
    moments = [life.moments[at] for life in lives]
    fields = [name for name in Moment._fields if name not in ASIDE and len({getattr(m, name) for m in moments}) > 1]
    return [f"{PLAIN[name]}{_in_each(name, lives, moments, names)}" for name in fields] or ["the home"]


def _in_each(field: str, lives: Sequence[Life], moments: Sequence[Moment], names: Names) -> str:
    """`` (home care under Crisis driven, Shared Lives under Other)``, or nothing where no words say it."""
    found = [_value(field, moment, names) for moment in moments]
    if len(set(found)) == 1:
        return ""
    each = [f"{value} under {names.strategies[life.strategy]}" for value, life in zip(found, lives, strict=True)]
    return f" ({', '.join(each)})"


def _value(field: str, moment: Moment, names: Names) -> str:
    """What a field of a month is, where a word or two say it; else nothing."""
    if field == "wanted":
        return names.model(moment.wanted) if moment.wanted != NEVER_WANTED else "none"
    if field == "support":
        return names.model(moment.support.model) if moment.support is not None else "none"
    if field == "setting":
        return words.HOMES[moment.setting]
    if field == "stage":
        return words.STAGES[moment.stage]
    return words.need(moment.need) if field == "need" else ""


def difference_rows(lives: Sequence[Life], names: Names) -> list[tuple[str, list[str]]]:
    """Sums over the months lived in the place, a row each, as text by strategy; rows of nothing but 0 are left out."""
    measures = {**_places(), **_supports(names), **_rest()}
    rows = []
    for name, measure in measures.items():
        values = [number(measure(life)) if measure(life) else "0" for life in lives]
        if set(values) != {"0"}:
            rows.append((name, values))
    return rows


Measure = Callable[[Life], float]


def _lived(life: Life) -> list[Moment]:
    return [moment for moment in life.moments[1:] if moment.status == codes.HERE]


def _months(holds: Callable[[Moment], bool]) -> Measure:
    return lambda life: sum(map(holds, _lived(life)))


def _mean(of: Callable[[Moment], float]) -> Measure:
    return lambda life: sum(map(of, _lived(life))) / max(len(_lived(life)), 1)


def _places() -> dict[str, Measure]:
    def lives_in(code: int) -> Measure:
        return _months(lambda moment: moment.setting == code)

    return {
        "months lived in the place": _months(lambda _moment: True),
        **{f"months in {name}": lives_in(code) for code, name in words.HOMES.items()},
    }


def _supports(names: Names) -> dict[str, Measure]:
    def has(code: int) -> Measure:
        return _months(lambda moment: moment.support is not None and moment.support.model == code)

    return {f"months with {names.model(code)}": has(code) for code in range(len(names.models))}


def _rest() -> dict[str, Measure]:
    return {
        "months of waiting at the front door": _months(lambda moment: moment.stage != codes.NOT_ASKING),
        "moves": _months(lambda moment: moment.moved == moment.month),
        "need for help, mean of 0 to 4": _mean(lambda moment: moment.need),
        "skill, mean of 0 to 1": _mean(lambda moment: moment.skill),
        "loneliness, mean of 0 to 1": _mean(lambda moment: moment.lonely),
        "ties, mean sum of strengths": _mean(lambda moment: sum(tie.strength for tie in moment.ties)),
        "unpaid care received, mean hours a week": _mean(lambda moment: moment.unpaid_minutes / HOUR),
        "unpaid care given, mean hours a week": _mean(lambda moment: moment.care_minutes / HOUR),
        "support paid by the council, £": lambda life: sum(m.cost.council for m in life.moments) / PENCE,
        "support paid by the NHS, £": lambda life: sum(m.cost.nhs for m in life.moments) / PENCE,
        "support paid by the person, £": lambda life: sum(m.cost.person for m in life.moments) / PENCE,
    }
