"""The five kinds of operators. Subclasses override `handle`, and `start` where they have a configuration."""

from typing import Any

from . import bindings
from .data import Message, message_of, wrapped
from .errors import answered
from .services import Log


class _Operator:
    """What all kinds have in common.

    componentize-py makes an object of the class for each function that a component exports: the one whose init is called
    is never asked to process. So the object that was started stands at the class, and does the work for the others.
    """

    #: Under which name the operator logs.
    context = "python"

    _started = None

    def __init__(self):
        self.parameters: dict[str, str] = {}
        self.schemas: list = []
        self.log = Log(self.context)

    def start(self) -> bool | None:
        """Called once, when `parameters` and `schemas` are there. False: the operator cannot work with them."""

    def init(self, configuration) -> bool:
        self._started = type(self)._started = self
        self.parameters = dict(configuration.properties)
        self.schemas = list(configuration.module_schemas)
        return self.start() is not False

    @property
    def _running(self):
        return self._started or self

    def get_parameter(self, key: str, default: str | None = None) -> str | None:
        return self.parameters.get(key, default)


class MapOperator(_Operator):
    """One value becomes one value."""

    def handle(self, message: Message) -> Any:
        """Changes the message, or gives another payload: bytes, a text, or what becomes JSON. None: it is in the message."""
        raise NotImplementedError("handle is to be overridden")

    def handle_any(self, data):
        """For snapshots and bytes too: override this instead of handle. Takes and gives a data-model of the bindings."""
        message = message_of(data)
        answer = self.handle(message)
        if isinstance(answer, (bytes, bytearray, str)):
            message.payload = answer
        elif answer is not None and answer is not message:
            message.set_json(answer)
        return message.data()

    def process(self, message):
        operator = self._running
        return answered(lambda: operator.handle_any(message))


class FilterOperator(_Operator):
    """True passes, false drops."""

    def handle(self, value) -> bool:
        """Of a Message, a Snapshot or bytes."""
        raise NotImplementedError("handle is to be overridden")

    def process(self, message) -> bool:
        operator = self._running
        return bool(answered(lambda: operator.handle(wrapped(message))))


class BranchOperator(_Operator):
    """To the arm True or the arm False."""

    def handle(self, value) -> bool:
        """Of a Message, a Snapshot or bytes. The record's time in the dataflow is `self.time`."""
        raise NotImplementedError("handle is to be overridden")

    def process(self, timestamp, message) -> bool:
        operator = self._running
        operator.time = timestamp
        return bool(answered(lambda: operator.handle(wrapped(message))))


class AccumulateOperator(_Operator):
    """All values of one time become one."""

    def handle(self, staged: Message, messages: list[Message]) -> Any:
        """Puts what comes of `messages` into `staged`, as a map's handle does.

        At first `staged` has an empty payload; after that it is what came out last for the same time.
        """
        raise NotImplementedError("handle is to be overridden")

    def process(self, staged, message):
        operator = self._running

        def call():
            result = message_of(staged)
            answer = operator.handle(result, [message_of(each) for each in message])
            if isinstance(answer, (bytes, bytearray, str)):
                result.payload = answer
            elif answer is not None and answer is not result:
                result.set_json(answer)
            return result.data()

        return answered(call)


class DelayOperator(_Operator):
    """The record's time in the dataflow, from then on. The value's own time stays."""

    def handle(self, value, nanoseconds: int) -> int:
        """The new time of a Message, a Snapshot or bytes, in nanoseconds since 1970, from the one it had."""
        raise NotImplementedError("handle is to be overridden")

    def process(self, data, timestamp):
        operator = self._running
        time = timestamp.timestamp
        nanoseconds = time.secs * 1_000_000_000 + time.nanos
        seconds, nanos = divmod(answered(lambda: operator.handle(wrapped(data), nanoseconds)), 1_000_000_000)
        counter = timestamp.counter if (seconds, nanos) == (time.secs, time.nanos) else 0
        clock = bindings.clock
        return clock.HybridLogicalClock(clock.Timespec(seconds, nanos), counter, timestamp.node_id)
