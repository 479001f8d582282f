"""Write docs/catalogue.md from the shipped rows: ``python experiments/catalogue/table.py [PAGE]``.

Reads the catalogue and the parameter table of the package, and nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from simulation.catalogue.load import load_catalogue, load_shelf
from simulation.catalogue.quantities import resolve
from simulation.catalogue.types import Programme, Row, SupportModel
from simulation.catalogue.words import Quantity
from simulation.evidence.parameters import Parameters, load_parameters

PAGE = Path(__file__).parents[2] / "docs" / "catalogue.md"
OPENING = Path(__file__).with_name("opening.md")
MODEL_HEAD = (
    *("Row", "What it is", "Where", "Who comes", "Limited by", "Price, pounds", "What ends it"),
    *("Effects", "Grade", "Evidence"),
)
PROGRAMME_HEAD = (
    *("Row", "What it is", "For whom", "Cost, pounds a person", "Months, then lost a month", "Uptake"),
    *("Effects", "Grade", "Evidence"),
)


def main() -> None:
    """Write the page, or say how to call this."""
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    page = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    page.write_text("\n".join(markdown()) + "\n", encoding="utf-8")


def markdown() -> Iterator[str]:
    """Lines of the page."""
    shipped, shelf, parameters = load_catalogue(), load_shelf(), load_parameters()
    yield OPENING.read_text(encoding="utf-8")
    for title, rows in (
        ("Support models of every place", shipped.support_models),
        ("Support models on the shelf", shelf.support_models),
    ):
        yield from _table(title, MODEL_HEAD, [model_cells(row, parameters) for row in rows.values()])
    for title, programmes in (
        ("Programmes of every place", shipped.programmes),
        ("Programmes on the shelf", shelf.programmes),
    ):
        yield from _table(title, PROGRAMME_HEAD, [programme_cells(row, parameters) for row in programmes.values()])


def _table(title: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield f"## {title}\n"
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def model_cells(row: SupportModel, parameters: Parameters) -> tuple[str, ...]:
    """What the table says of a support model."""

    def number(quantity: Quantity) -> float:
        return resolve(quantity, parameters, (row.id,))

    months = number(row.duration_months)
    ends = f"after {months:g} months, or need below {row.min_need}" if months else f"need below {row.min_need}"
    effects = {
        "skill gained a month": number(row.skill_gain_per_month),
        "skill lost a month": -number(row.skill_loss_per_month),
        "meeting people": number(row.meeting_factor) - 1,
        "help going both ways": number(row.reciprocity) - 1,
        "minutes of company a day": number(row.social_minutes_per_day) - number("social.usual_minutes_per_day"),
        **{_words(domain): number(size) for domain, size in row.domains.items()},
    }
    return (
        *_name(row),
        _words(row.where),
        _who_comes(number(row.team_posts), number(row.visit_minutes), number(row.worker_minutes_per_week))
        + _who_can_be_chosen(number(row.candidates), number(row.list_share)),
        _words(row.source),
        _price(row, number),
        ends,
        _effects(effects),
        *_sources(row.grade, row.evidence),
    )


def _price(row: SupportModel, number: Callable[[Quantity], float]) -> str:
    once = number(row.start_cost_gbp)
    return f"{number(row.price_gbp):,.2f} {_words(row.price_basis)}" + (f", {once:,.0f} once" if once else "")


def programme_cells(row: Programme, parameters: Parameters) -> tuple[str, ...]:
    """What the table says of a programme."""

    def number(quantity: Quantity) -> float:
        return resolve(quantity, parameters, (row.id,))

    strain, lonely = number(row.min_strain), number(row.min_lonely)
    bounds = [f"need {row.min_need} to {row.max_need}", f"aged {number(row.min_age_years):g} and over"]
    bounds += [f"carers with strain from {strain:g}"] if strain else []
    bounds += [f"loneliness from {lonely:g}"] if lonely else []
    bounds += ["who ask at the front door"] if row.quick_fix else []
    return (
        *_name(row),
        ", ".join(bounds),
        f"{number(row.cost_gbp_per_person):,.0f}",
        f"{number(row.duration_months):g}, {number(row.decay_per_month):g}",
        f"{number(row.uptake):g}",
        _brought(row, number) or _effects({channel: number(size) for channel, size in row.effects.items()}),
        *_sources(row.grade, row.evidence),
    )


def _brought(row: Programme, number: Callable[[Quantity], float]) -> str:
    """Whom a programme brings, and its other effects; empty if nobody."""
    if row.brings is None:
        return ""
    where = "moves in" if row.brings.lives_in else "comes by"
    hours, close = number(row.brings.hours_per_week), number(row.brings.close_share)
    words = f"somebody who {where}, {hours:g} hours a week, a {row.brings.tie} in {close:g} of matches"
    effects = _effects({channel: number(size) for channel, size in row.effects.items()})
    return words if effects == "none" else f"{words}, {effects}"


def _name(row: Row) -> tuple[str, str]:
    return f"`{row.id}`", f"**{row.title}.** {row.description}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _who_comes(posts: float, visit: float, week: float) -> str:
    if not posts:
        return "nobody who is followed"
    hours = f", {week / 60:g} hours a week" if week else ""
    return f"from {posts:g} posts, {visit:g} minutes a visit{hours}"


def _who_can_be_chosen(candidates: float, share: float) -> str:
    best = f", the best of {candidates:g} teams" if candidates > 1 else ""
    return best + (f", of {share:g} of the providers" if share < 1 else "")


def _effects(sizes: dict[str, float]) -> str:
    return ", ".join(f"{name} {size:+.3g}" for name, size in sizes.items() if size) or "none"


def _sources(grade: str, evidence: list[str]) -> tuple[str, str]:
    return grade, ", ".join(evidence) or "none"


if __name__ == "__main__":
    main()
