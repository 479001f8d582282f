"""The base of all institutions: a Mesa agent that does not keep its finished model alive."""

from __future__ import annotations

import itertools
import weakref
from typing import TYPE_CHECKING, Any

from simulation.light_mesa import mesa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulation.model import CareEcosystem


class _Counters:
    """Numbers agents by model without holding the model; Mesa 3.3's own counter holds it (mesa issue 3179)."""

    def __init__(self) -> None:
        self._by_model: weakref.WeakKeyDictionary[Any, Iterator[int]] = weakref.WeakKeyDictionary()

    def __getitem__(self, model: Any) -> Iterator[int]:
        return self._by_model.setdefault(model, itertools.count(1))


class Institution(mesa.Agent):  # type: ignore[misc]
    """An institution that decides; it belongs to a ``CareEcosystem``."""

    model: CareEcosystem
    unique_id: int
    _ids = _Counters()
