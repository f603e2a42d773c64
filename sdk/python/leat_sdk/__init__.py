"""Operators of data flow graphs in Python, without the boilerplate.

Subclass one of MapOperator, FilterOperator, BranchOperator, AccumulateOperator, DelayOperator under the name that
componentize-py looks for (Map, Filter, Branch, Accumulate, Delay):

    from leat_sdk import MapOperator, Message

    class Map(MapOperator):
        def handle(self, message: Message) -> None:
            reading = message.json()
            reading["seen"] = True
            message.set_json(reading)

Raise Refused for input that cannot be processed: the record is dropped with the text. Any other exception traps: the
record is dropped too, and the instance with it.
"""

from .data import Message, Snapshot
from .errors import Refused
from .operators import AccumulateOperator, BranchOperator, DelayOperator, FilterOperator, MapOperator
from .services import Log, count, record
from .store import StateStore

__all__ = [
    "AccumulateOperator",
    "BranchOperator",
    "DelayOperator",
    "FilterOperator",
    "Log",
    "MapOperator",
    "Message",
    "Refused",
    "Snapshot",
    "StateStore",
    "count",
    "record",
]
