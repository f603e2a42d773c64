"""Temperatures from a threshold on. README.md says what it does with which input."""

try:
    from wit_world import exports, imports  # componentize-py 0.15 and newer
    from wit_world.imports import types
except ImportError:
    from filter_impl import exports, imports  # componentize-py 0.14: named after the world
    from filter_impl.imports import types

from threshold import DEFAULT, passes, threshold_of

CONTEXT = "module-python/filter"


def log(level, text: str) -> None:
    imports.logger.log(level, CONTEXT, text)


def read(data) -> bytes:
    """The bytes, whether the host or the message holds them."""
    if isinstance(data, types.BufferOrBytes_Buffer):
        return data.value.read()
    return data.value


class Filter(exports.Filter):
    # At the class: componentize-py makes an object for each function, one for init and another one for process.
    threshold = DEFAULT

    def init(self, configuration: types.ModuleConfiguration) -> bool:
        level = imports.logger.Level
        log(level.INFO, "init")
        properties = dict(configuration.properties)
        Filter.threshold = threshold_of(properties, lambda text: log(level.WARN, text))
        log(level.INFO, f"threshold = {Filter.threshold} C")
        return True

    def process(self, message: types.DataModel) -> bool:
        if not isinstance(message, types.DataModel_Message):
            raise ValueError("Unexpected input type: Expected DataModel_Message")
        return passes(read(message.value.payload), Filter.threshold)
