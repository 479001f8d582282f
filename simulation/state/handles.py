"""Tables handed to kernels as one pointer each, so that a kernel is not compiled for a thousand arguments.

An array is seven arguments to machine code, and the tables of a place are some hundred and thirty arrays, which every
rule would take and pass on. A ``Handle`` is the address of a list of their addresses and shapes; in kernels it has the
arrays as attributes, as the NamedTuple has in Python. Numbers packed into one record are handed over by their address
too: numba takes a record as it is, but needs 30 to 60 microseconds to find out what it is, at every call.
Made with numba's documented interface for types of one's own (https://numba.readthedocs.io/en/stable/extending/low-level.html).
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
    """A record, or a NamedTuple of arrays (C-contiguous) and of other such NamedTuples, for kernels; keeps them alive.

    Raises:
        TypeError: a field is neither an array nor a NamedTuple.
        ValueError: an array is not contiguous.
    """

    address: int
    _numba_type_: Any  # where numba looks for a value's type

    def __init__(self, table: Any) -> None:
        self.table = table
        if isinstance(table, np.record):
            self.address = np.frombuffer(table.data, np.uint8).ctypes.data
            self._numba_type_ = RecordType(numba.typeof(table))
        else:
            self._list_parts(table)

    def _list_parts(self, table: Any) -> None:
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
        self._numba_type_ = HandleType(type(table).__name__, tuple(members))
        self.address = self._words.ctypes.data

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


class RecordType(types.Record):
    """A record that comes as an address; in kernels it is numba's own."""

    def __init__(self, record: Any) -> None:
        fields = [(name, field._asdict()) for name, field in record.fields.items()]
        super().__init__(fields, record.size, record.aligned)
        self.name = f"Record_{hashlib.sha256(self.name.encode()).hexdigest()[:8]}"


register_model(HandleType)(models.OpaqueModel)
register_model(RecordType)(models.RecordModel)


@unbox(HandleType)  # type: ignore[untyped-decorator]
@unbox(RecordType)  # type: ignore[untyped-decorator]
def _unbox(kind: Any, handle: Any, c: Any) -> Any:
    number = c.pyapi.object_getattr_string(handle, "address")
    pointer = c.builder.bitcast(c.pyapi.long_as_voidptr(number), c.context.get_value_type(kind))
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
