"""A delay: the same message at a later logical time.

This one moves all messages of a minute to its end, so that an accumulate behind it sees them together.
"""

try:
    from wit_world import exports
    from wit_world.imports import types
except ImportError:  # componentize-py 0.14
    from delay_impl import exports
    from delay_impl.imports import types


class Delay(exports.Delay):
    def init(self, configuration: types.ModuleConfiguration) -> bool:
        """Called once, before the first message. False refuses to run, and stops the graph before it starts."""
        return True

    def process(self, data: types.DataModel, timestamp):
        """Called for each message, with its logical time. An earlier time counts as the message's own."""
        timestamp.timestamp.secs = (timestamp.timestamp.secs // 60 + 1) * 60
        timestamp.timestamp.nanos = 0
        timestamp.counter = 0
        return timestamp
