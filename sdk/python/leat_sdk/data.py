"""What flows, with bytes and texts wherever they lie."""

import datetime
import json
from typing import Any

from .bindings import types
from .errors import Refused


def read(data) -> bytes:
    """The bytes of a buffer-or-bytes."""
    return data.value.read() if isinstance(data, types.BufferOrBytes_Buffer) else data.value


def text(data) -> str:
    """The text of a buffer-or-string; what is no UTF-8 becomes U+FFFD."""
    if isinstance(data, types.BufferOrString_Buffer):
        return data.value.read().decode("utf-8", "replace")
    return data.value


class _Timed:
    """What messages and snapshots share. `raw` is the value of the bindings; what is not changed goes out as it came."""

    def __init__(self, raw):
        self.raw = raw

    @property
    def seconds(self) -> float:
        """The value's own time since 1970, in seconds."""
        time = self.raw.timestamp.timestamp
        return time.secs + time.nanos / 1e9

    @property
    def time(self) -> datetime.datetime:
        """The value's own time, to the microsecond, in UTC."""
        time = self.raw.timestamp.timestamp
        whole = datetime.datetime.fromtimestamp(time.secs, datetime.timezone.utc)
        return whole + datetime.timedelta(microseconds=time.nanos // 1000)

    @property
    def node_id(self) -> str:
        return text(self.raw.timestamp.node_id)


class Message(_Timed):
    """A message: payload, topic, content type, user properties."""

    @property
    def payload(self) -> bytes:
        return read(self.raw.payload)

    @payload.setter
    def payload(self, value) -> None:
        self.raw.payload = types.BufferOrBytes_Bytes(value.encode("utf-8") if isinstance(value, str) else bytes(value))

    def json(self) -> Any:
        """The payload as JSON. Raises Refused where it is none."""
        try:
            return json.loads(self.payload.decode("utf-8"))
        except ValueError as error:
            raise Refused(f"the payload is no JSON: {error}") from error

    def set_json(self, value: Any) -> None:
        self.payload = json.dumps(value)

    @property
    def topic(self) -> str:
        return read(self.raw.topic).decode("utf-8", "replace")

    @topic.setter
    def topic(self, value: str) -> None:
        self.raw.topic = types.BufferOrBytes_Bytes(value.encode("utf-8"))

    @property
    def content_type(self) -> str | None:
        return None if self.raw.content_type is None else text(self.raw.content_type)

    @content_type.setter
    def content_type(self, value: str | None) -> None:
        self.raw.content_type = None if value is None else types.BufferOrString_String(value)

    @property
    def properties(self) -> list[tuple[str, str]]:
        """The user properties, in order; a key may come more than once. A copy: change them with add and remove."""
        return [(text(key), text(value)) for key, value in self.raw.properties.user_properties]

    def property(self, key: str, default: str | None = None) -> str | None:
        """The first user property of this key."""
        return next((value for name, value in self.properties if name == key), default)

    def add_property(self, key: str, value: str) -> None:
        pair = (types.BufferOrString_String(key), types.BufferOrString_String(value))
        self.raw.properties.user_properties.append(pair)

    def remove_property(self, key: str) -> None:
        """Removes all user properties of this key."""
        kept = [pair for pair in self.raw.properties.user_properties if text(pair[0]) != key]
        self.raw.properties.user_properties = kept

    def data(self):
        return types.DataModel_Message(self.raw)


class Snapshot(_Timed):
    """A picture."""

    @property
    def frame(self) -> bytes:
        return read(self.raw.frame)

    @frame.setter
    def frame(self, value: bytes) -> None:
        self.raw.frame = types.BufferOrBytes_Bytes(bytes(value))

    @property
    def format(self) -> str:
        return text(self.raw.format)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return (self.raw.width, self.raw.height)

    def data(self):
        return types.DataModel_Snapshot(self.raw)


def wrapped(data) -> "Message | Snapshot | bytes":
    if isinstance(data, types.DataModel_Message):
        return Message(data.value)
    if isinstance(data, types.DataModel_Snapshot):
        return Snapshot(data.value)
    return read(data.value)


def message_of(data) -> Message:
    """The message, or Refused."""
    value = wrapped(data)
    if not isinstance(value, Message):
        raise Refused("Unexpected input type")
    return value
