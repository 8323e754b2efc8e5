"""Values that a process keeps, by key, no more than so many."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """Values by key; when there are too many, the one that was not asked for longest is forgotten."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.values: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        if key in self.values:
            self.values.move_to_end(key)
        return self.values.get(key)

    def put(self, key: Key, value: Value) -> Value:
        if value is None:  # nothing is remembered of what is not there
            return value
        self.values[key] = value
        if len(self.values) > self.most:
            self.values.popitem(last=False)
        return value
