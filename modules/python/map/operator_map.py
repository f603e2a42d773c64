"""Fahrenheit to Celsius, for whole numbers. README.md says what it does with which input."""

try:
    from wit_world import exports, imports  # componentize-py 0.15 and newer
    from wit_world.imports import types
except ImportError:
    from map_impl import exports, imports  # componentize-py 0.14: named after the world
    from map_impl.imports import types

from conversion import convert

CONTEXT = "module-python/map"


def log(text: str) -> None:
    imports.logger.log(imports.logger.Level.INFO, CONTEXT, text)


def read(data) -> bytes:
    """The bytes, whether the host or the message holds them."""
    if isinstance(data, types.BufferOrBytes_Buffer):
        return data.value.read()
    return data.value


class Map(exports.Map):
    def init(self, configuration: types.ModuleConfiguration) -> bool:
        log("init")
        for key, value in configuration.properties:
            log(f"property {key} = {value}")
        return True

    def process(self, message: types.DataModel) -> types.DataModel:
        if not isinstance(message, types.DataModel_Message):
            raise ValueError("Unexpected input type: Expected DataModel_Message")
        converted = convert(read(message.value.payload))
        if converted is not None:
            message.value.payload = types.BufferOrBytes_Bytes(converted)
        return message
