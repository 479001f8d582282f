"""Tables handed to kernels as one pointer each, so that a kernel is not compiled for a thousand arguments.

An array is seven arguments to machine code, and the tables of a place are some hundred and thirty arrays, which every
rule would take and pass on. A ``Handle`` is the address of a list of their addresses and shapes; in kernels it has the
arrays as attributes, as the NamedTuple has in Python. Made with numba's documented interface for types of one's own
(https://numba.readthedocs.io/en/stable/extending/low-level.html).
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

import numba
import numpy as np
from numba.core import cgutils, types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    models,
    register_model,
    unbox,
)
from numba.np.arrayobj import make_array, populate_array

ADDRESS: Final = cgutils.intp_t


class Handle:
    """A NamedTuple of arrays (C-contiguous) and of other such NamedTuples, for kernels. It keeps the arrays alive.

    Raises:
        TypeError: a field is neither an array nor a NamedTuple.
        ValueError: an array is not contiguous.
    """

    def __init__(self, table: Any) -> None:
        self.table = table
        self._inner: list[Handle] = []
        members: list[tuple[str, Any]] = []
        words: list[int] = []
        for name, part in zip(table._fields, table, strict=True):
            if isinstance(part, np.ndarray):
                if not part.flags.c_contiguous:
                    raise ValueError(f"{type(table).__name__}.{name} is not contiguous")
                members.append((name, numba.typeof(part)))
                words += [part.ctypes.data, *part.shape]
            elif isinstance(part, tuple):
                inner = Handle(part)
                self._inner.append(inner)
                members.append((name, inner._numba_type_))
                words.append(inner.address)
            else:
                raise TypeError(f"{type(table).__name__}.{name} is {type(part).__name__}, and no array")
        self._words = np.array(words, np.int64)
        self._numba_type_: Any = HandleType(
            type(table).__name__, tuple(members)
        )  # where numba looks for a value's type
        self.address: int = self._words.ctypes.data

    def __reduce__(self) -> tuple[type[Handle], tuple[Any]]:
        """A copy, or what another process unpickles, points at arrays of its own."""
        return Handle, (self.table,)


class HandleType(types.Type):
    """What a kernel is compiled for: the names and types of the parts, whatever their sizes."""

    def __init__(self, name: str, members: tuple[tuple[str, Any], ...]) -> None:
        self.members = members
        # a short name, because it becomes part of the name of every function compiled for it
        super().__init__(f"{name}_{hashlib.sha256(repr(members).encode()).hexdigest()[:8]}")

    def place_of(self, name: str) -> int:
        """Where the words of a part begin: an address, then the shape of an array."""
        before = self.members[: [known for known, _ in self.members].index(name)]
        return sum(1 + getattr(kind, "ndim", 0) for _, kind in before)


register_model(HandleType)(models.OpaqueModel)


@unbox(HandleType)  # type: ignore[untyped-decorator]
def _unbox(kind: Any, handle: Any, c: Any) -> Any:
    number = c.pyapi.object_getattr_string(handle, "address")
    pointer = c.pyapi.long_as_voidptr(number)
    c.pyapi.decref(number)
    return NativeValue(pointer, is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


@infer_getattr
class _Parts(AttributeTemplate):  # type: ignore[misc]
    key = HandleType

    def generic_resolve(self, kind: HandleType, name: str) -> Any:
        return dict(kind.members).get(name)


@lower_getattr_generic(HandleType)  # type: ignore[untyped-decorator]
def _part(context: Any, builder: Any, kind: HandleType, handle: Any, name: str) -> Any:
    part, place = dict(kind.members)[name], kind.place_of(name)
    never_changes = builder.module.add_metadata([])

    def word(k: int, of: Any) -> Any:
        words = builder.bitcast(handle, of.as_pointer())
        loaded = builder.load(builder.gep(words, [ADDRESS(place + k)]))
        loaded.set_metadata("invariant.load", never_changes)  # so that it is read once and not after every write
        return loaded

    if isinstance(part, HandleType):
        return word(0, context.get_value_type(part))
    array = make_array(part)(context, builder)
    itemsize = context.get_abi_sizeof(context.get_data_type(part.dtype))
    shape = [word(1 + k, ADDRESS) for k in range(part.ndim)]
    strides = [ADDRESS(itemsize)]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    populate_array(
        array, data=word(0, array.data.type), shape=shape, strides=strides, itemsize=ADDRESS(itemsize), meminfo=None
    )
    return array._getvalue()
