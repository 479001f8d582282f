"""Whether a person lives in the place at the start of the comparison, and whom to look at if not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.state import codes

if TYPE_CHECKING:
    from simulation.model import CareEcosystem

SHOWN: Final = 3


class NotThereError(ValueError):
    """A life cannot be followed, because the person does not live in the place at the start."""

    exit_code = 2


def must_live_here(model: CareEcosystem, person: int) -> None:
    """Raises NotThereError, with why and with people nearby who do, unless the person lives here now."""
    people = model.place.people
    rows = len(people.status)
    if not 0 <= person < rows:
        raise NotThereError(f"There is no person {person}: ids run from 0 to {rows - 1:,}. {_instead(model, person)}")
    if people.status[person] != codes.HERE:
        raise NotThereError(f"Person {person} {_why(model, person)}. {_instead(model, person)}")


def _why(model: CareEcosystem, person: int) -> str:
    people, status = model.place.people, model.place.people.status[person]
    if status == codes.DIED:
        return "died before the comparison begins"
    if status == codes.LEFT:
        return "moved away before the comparison begins"
    entry, birth = int(people.entry_month[person]), int(people.birth_month[person])
    how = "may be born" if birth >= entry else "may move there"
    return f"does not live in the place yet at the start of the comparison ({how} in month {entry})"


def _instead(model: CareEcosystem, person: int) -> str:
    """The nearest ids of people who live here: people of near ids lived in one neighbourhood when the place began."""
    here = np.flatnonzero(model.place.people.status == codes.HERE)
    nearest = np.sort(here[np.argsort(np.abs(here - person), kind="stable")[:SHOWN]])
    return (
        f"Try one who does: --person {', '.join(str(i) for i in nearest)}; or let `simulate life SCENARIO --find WHAT` "
        "look for a life."
    )
