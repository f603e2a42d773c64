"""A map: one message in, one message out. This one adds the temperature in degrees Celsius."""

import json

try:
    from componentize_py_types import Err
    from wit_world import exports, imports
    from wit_world.imports import types
except ImportError:  # componentize-py 0.14
    from map_impl import exports, imports
    from map_impl.imports import types
    from map_impl.types import Err


def read(data) -> bytes:
    """The bytes, whether the host or the message holds them: the host hands over only what is read."""
    return data.value.read() if isinstance(data, types.BufferOrBytes_Buffer) else data.value


def temperature_of(payload: bytes) -> float:
    reading = json.loads(payload)
    value = reading.get("temperature") if isinstance(reading, dict) else None
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise ValueError("there is no number 'temperature'")
    return value


class Map(exports.Map):
    def init(self, configuration: types.ModuleConfiguration) -> bool:
        """Called once, before the first message. False refuses to run, and stops the graph before it starts."""
        for key, value in configuration.properties:
            imports.logger.log(imports.logger.Level.INFO, "{{name}}/map", f"property {key} = {value}")
        return True

    def process(self, message: types.DataModel) -> types.DataModel:
        """Called for each message. Err drops it, with its reason in the log or in the dead letters."""
        if not isinstance(message, types.DataModel_Message):
            raise Err(types.Error("not a message"))
        try:
            payload = read(message.value.payload)
            reading = json.loads(payload)
            reading["celsius"] = (temperature_of(payload) - 32) * 5 / 9
        except ValueError as error:
            raise Err(types.Error(str(error)))
        message.value.payload = types.BufferOrBytes_Bytes(json.dumps(reading).encode())
        return message
