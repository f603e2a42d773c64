"""A branch: each message goes to the arm "True" or "False". This one parts hot readings from the others."""

import json

try:
    from componentize_py_types import Err
    from wit_world import exports, imports
    from wit_world.imports import types
except ImportError:  # componentize-py 0.14
    from branch_impl import exports, imports
    from branch_impl.imports import types
    from branch_impl.types import Err


def read(data) -> bytes:
    """The bytes, whether the host or the message holds them: the host hands over only what is read."""
    return data.value.read() if isinstance(data, types.BufferOrBytes_Buffer) else data.value


def temperature_of(payload: bytes) -> float:
    reading = json.loads(payload)
    value = reading.get("temperature") if isinstance(reading, dict) else None
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise ValueError("there is no number 'temperature'")
    return value


class Branch(exports.Branch):
    def init(self, configuration: types.ModuleConfiguration) -> bool:
        """Called once, before the first message. False refuses to run, and stops the graph before it starts."""
        for key, value in configuration.properties:
            imports.logger.log(imports.logger.Level.INFO, "{{name}}/branch", f"property {key} = {value}")
        return True

    def process(self, timestamp, message: types.DataModel) -> bool:
        """Called for each message, with its logical time. Err drops it, with its reason in the log."""
        if not isinstance(message, types.DataModel_Message):
            raise Err(types.Error("not a message"))
        try:
            return temperature_of(read(message.value.payload)) > 90
        except ValueError as error:
            raise Err(types.Error(str(error)))
