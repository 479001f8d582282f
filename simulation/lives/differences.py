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
PLAIN: Final = {
    "ties": "ties",
    "status": "living there",
    "support": "support and its key worker",
    "setting": "where the person lives",
    "stage": "the front door",
    "lonely": "loneliness",
    "fulfilment": "the domains of a good life",
    "moved": "a move",
}


def different_columns(lives: Sequence[Life], month: int) -> list[str]:
    """In words, what differs at the end of a month."""
    at = month - lives[0].moments[0].month
    if any(at >= len(life.moments) for life in lives):
        return ["whether the person lives there"]
    moments = [life.moments[at] for life in lives]
    fields = [name for name in Moment._fields if name not in ASIDE and len({getattr(m, name) for m in moments}) > 1]
    return list(dict.fromkeys(PLAIN.get(name, name.replace("_", " ")) for name in fields)) or ["the home"]


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
