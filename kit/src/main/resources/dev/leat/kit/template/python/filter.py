"""A filter: what it answers True for passes. This one lets warm readings through."""

import json

try:
    from componentize_py_types import Err
    from wit_world import exports, imports
    from wit_world.imports import types
except ImportError:  # componentize-py 0.14
    from filter_impl import exports, imports
    from filter_impl.imports import types
    from filter_impl.types import Err


def read(data) -> bytes:
    """The bytes, whether the host or the message holds them: the host hands over only what is read."""
    return data.value.read() if isinstance(data, types.BufferOrBytes_Buffer) else data.value


def temperature_of(payload: bytes) -> float:
    reading = json.loads(payload)
    value = reading.get("temperature") if isinstance(reading, dict) else None
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise ValueError("there is no number 'temperature'")
    return value


class Filter(exports.Filter):
    # What init leaves for process stands at the class: each of the two functions has an object of its own.
    minimum = 20.0

    def init(self, configuration: types.ModuleConfiguration) -> bool:
        """Called once, before the first message. False refuses to run, and stops the graph before it starts."""
        text = dict(configuration.properties).get("minimum", "20")
        try:
            Filter.minimum = float(text)
        except ValueError:
            imports.logger.log(imports.logger.Level.ERROR, "{{name}}/filter", f"minimum '{text}' is no number")
            return False
        return True

    def process(self, message: types.DataModel) -> bool:
        """Called for each message. Err drops it, with its reason in the log or in the dead letters."""
        if not isinstance(message, types.DataModel_Message):
            raise Err(types.Error("not a message"))
        try:
            return temperature_of(read(message.value.payload)) >= Filter.minimum
        except ValueError as error:
            raise Err(types.Error(str(error)))
