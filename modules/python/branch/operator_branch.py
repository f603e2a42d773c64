"""Temperatures to the arm False, all else to True. README.md says what it does with which input."""

try:
    from wit_world import exports, imports  # componentize-py 0.15 and newer
    from wit_world.imports import hybrid_logical_clock, types
except ImportError:
    from branch_impl import exports, imports  # componentize-py 0.14: named after the world
    from branch_impl.imports import hybrid_logical_clock, types

from payload import is_temperature

CONTEXT = "module-python/branch"


class Branch(exports.Branch):
    def init(self, configuration: types.ModuleConfiguration) -> bool:
        imports.logger.log(imports.logger.Level.INFO, CONTEXT, "init")
        return True

    def process(self, timestamp: hybrid_logical_clock.HybridLogicalClock, message: types.DataModel) -> bool:
        if not isinstance(message, types.DataModel_Message):
            raise ValueError("Unexpected input type: Expected DataModel_Message")
        payload = message.value.payload
        content = payload.value.read() if isinstance(payload, types.BufferOrBytes_Buffer) else payload.value
        return not is_temperature(content)
