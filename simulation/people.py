"""Everyone in the place as a frame with the verbs of Mesa's ``AgentSet``, and one person as an object.

An ``AgentSet`` holds weak references, so a set of views made on demand would be empty; this frame selects rows of
the arrays instead, and makes a ``Person`` when asked for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.state import codes

if TYPE_CHECKING:
    from simulation.model import CareEcosystem

DERIVED = ("age", "deprivation_fifth")
"""Attributes worked out from others."""


class Person:
    """One person, read from the arrays when asked: a view of now, not a copy."""

    __slots__ = ("_frame", "id")

    def __init__(self, frame: PeopleFrame, person_id: int) -> None:
        self._frame = frame
        self.id = person_id

    def __getattr__(self, name: str) -> Any:
        """The person's value of a column of ``People``, or of ``DERIVED``."""
        value = self._frame.column(name)[self.id]
        return value.item() if np.ndim(value) == 0 else value

    def __repr__(self) -> str:
        return f"Person(id={self.id}, age={self.age}, need={codes.NEED_NAMES[self.need]})"

    @property
    def ties(self) -> list[dict[str, Any]]:
        """Ties to other people, strongest first."""
        slots = np.nonzero(self.tie_other != codes.NOBODY)[0]
        found = [
            {
                "other": int(self.tie_other[slot]),
                "kind": codes.TIE_NAMES[self.tie_kind[slot]],
                "strength": float(self.tie_strength[slot]),
                "since_month": int(self.tie_start[slot]),
            }
            for slot in slots
        ]
        return sorted(found, key=lambda tie: -float(tie["strength"]))


class PeopleFrame:
    """People by row. Without a selection: everyone who lives in the place now."""

    def __init__(self, model: CareEcosystem, ids: NDArray[np.int64] | None = None) -> None:
        self._model = model
        self._ids = ids

    @property
    def ids(self) -> NDArray[np.int64]:
        """Ids selected."""
        if self._ids is not None:
            return self._ids
        return np.nonzero(self._model.town.place.people.status == codes.HERE)[0]

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Person]:
        return (Person(self, int(i)) for i in self.ids)

    def __getitem__(self, person_id: int) -> Person:
        rows = len(self._model.town.place.people.status)
        if not 0 <= person_id < rows:
            raise KeyError(f"no person {person_id}: ids run from 0 to {rows - 1}")
        return Person(self, person_id)

    def column(self, name: str) -> NDArray[Any]:
        """A whole column, of everybody: a field of ``People`` (the array itself) or one of ``DERIVED``."""
        people = self._model.town.place.people
        if name == "age":
            return (self._model.month - people.birth_month.astype(np.int32)) // 12
        if name == "deprivation_fifth":
            return self._model.town.place.hoods.fifth[people.hood] + 1
        if name not in people._fields:
            raise AttributeError(f"people have no {name!r}; they have {', '.join((*people._fields, *DERIVED))}")
        column: NDArray[Any] = getattr(people, name)
        return column

    def select(
        self, where: Callable[[PeopleFrame], NDArray[np.bool_]] | None = None, at_most: int | None = None
    ) -> PeopleFrame:
        """People for whom ``where`` (given this frame, returning one truth value each) holds; the first ``at_most``."""
        ids = self.ids
        if where is not None:
            ids = ids[np.asarray(where(self), dtype=bool)]
        return PeopleFrame(self._model, ids[:at_most])

    def get(self, *names: str) -> Any:
        """Values of one column, or a list of columns."""
        ids = self.ids
        values = [self.column(name)[ids] for name in names]
        return values[0] if len(values) == 1 else values

    def set(self, name: str, value: Any) -> PeopleFrame:
        """Set a column of ``People`` for those selected, as an experimenter would; returns the frame."""
        if name in DERIVED:
            raise AttributeError(f"{name} is worked out from other columns")
        self.column(name)[self.ids] = value
        return self

    def agg(self, name: str, how: Callable[[NDArray[Any]], Any]) -> Any:
        """One figure from a column, such as ``agg("lonely", np.mean)``."""
        return how(self.get(name))

    def groupby(self, name: str) -> dict[Any, PeopleFrame]:
        """A frame for each value of a column."""
        ids, values = self.ids, self.get(name)
        return {value.item(): PeopleFrame(self._model, ids[values == value]) for value in np.unique(values)}
