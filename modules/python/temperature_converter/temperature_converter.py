"""The map of guide 1 with any number, whole or not: what a user has after following that guide."""

import json

try:
    from wit_world import exports, imports  # componentize-py 0.15 and newer
    from wit_world.imports import types
except ImportError:
    from map_impl import exports, imports  # componentize-py 0.14: named after the world
    from map_impl.imports import types


class Map(exports.Map):
    def init(self, configuration: types.ModuleConfiguration) -> bool:
        imports.logger.log(imports.logger.Level.INFO, "temperature-converter", "Init invoked")
        return True

    def process(self, message: types.DataModel) -> types.DataModel:
        if not isinstance(message, types.DataModel_Message):
            raise ValueError("Unexpected input type: Expected DataModel_Message")
        payload = message.value.payload
        content = payload.value.read() if isinstance(payload, types.BufferOrBytes_Buffer) else payload.value

        data = json.loads(content.decode("utf-8"))
        if "temperature" in data and "value" in data["temperature"]:
            fahrenheit = data["temperature"]["value"]
            if isinstance(fahrenheit, (int, float)):
                data["temperature"]["value"] = (fahrenheit - 32) * 5.0 / 9.0
                data["temperature"]["unit"] = "C"
                message.value.payload = types.BufferOrBytes_Bytes(json.dumps(data).encode("utf-8"))
        return message
