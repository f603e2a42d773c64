"""An accumulate: one message of all that have the same logical time. This one takes the average of a window."""

import json

try:
    from componentize_py_types import Err
    from wit_world import exports
    from wit_world.imports import types
except ImportError:  # componentize-py 0.14
    from accumulate_impl import exports
    from accumulate_impl.imports import types
    from accumulate_impl.types import Err


def read(data) -> bytes:
    """The bytes, whether the host or the message holds them: the host hands over only what is read."""
    return data.value.read() if isinstance(data, types.BufferOrBytes_Buffer) else data.value


def temperature_of(payload: bytes) -> float:
    reading = json.loads(payload)
    value = reading.get("temperature") if isinstance(reading, dict) else None
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise ValueError("there is no number 'temperature'")
    return value


class Accumulate(exports.Accumulate):
    def init(self, configuration: types.ModuleConfiguration) -> bool:
        """Called once, before the first message. False refuses to run, and stops the graph before it starts."""
        return True

    def process(self, staged: types.DataModel, message: list) -> types.DataModel:
        """Called when a time is complete, with all messages of that time.

        staged is empty at first; a large group comes in several calls, each with the result of the one before as staged.
        """
        if not isinstance(staged, types.DataModel_Message):
            raise Err(types.Error("staged is not a message"))
        before = json.loads(read(staged.value.payload) or b'{"count": 0, "average": 0}')
        count, total = before["count"], before["average"] * before["count"]
        for one in message:
            if not isinstance(one, types.DataModel_Message):
                raise Err(types.Error("not a message"))
            try:
                total += temperature_of(read(one.value.payload))
            except ValueError as error:
                raise Err(types.Error(str(error)))
            count += 1
        result = {"average": total / count, "count": count}
        staged.value.payload = types.BufferOrBytes_Bytes(json.dumps(result).encode())
        return staged
