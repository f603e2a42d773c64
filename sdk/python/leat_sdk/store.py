"""The state store of the host."""

from . import bindings
from .errors import Refused


def _bytes(value: str | bytes) -> bytes:
    return value.encode("utf-8") if isinstance(value, str) else value


class StateStore:
    """Values by keys that all operators share. What the store answers with an error raises Refused."""

    def get(self, key: str | bytes) -> bytes | None:
        return self._call("get", _bytes(key), None).response

    def set(self, key: str | bytes, value: str | bytes, seconds: int | None = None) -> None:
        """Sets a value, for so many seconds or for good."""
        names = bindings.state_store_types
        expires = None if seconds is None else names.Duration(seconds, 0)
        options = names.SetOptions(names.SetConditions.UNCONDITIONAL, expires)
        self._call("set", _bytes(key), _bytes(value), None, None, options)

    def delete(self, key: str | bytes) -> bool:
        """Whether there was such a key."""
        return self._call("del_", _bytes(key), None, None).response > 0

    def _call(self, name: str, *arguments):
        try:
            return getattr(bindings.state_store, name)(*arguments)
        except bindings.Err as error:
            raise Refused(f"the state store: {error.value}") from error
