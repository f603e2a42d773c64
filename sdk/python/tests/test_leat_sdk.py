"""The helper package on the typed stubs, without a host: python3 -m unittest discover -s sdk/python/tests."""

import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
MODULES = HERE.parents[2] / "modules/python"
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "stubs"), str(MODULES / "accumulate"), str(MODULES / "delay")]

from componentize_py_types import Err  # noqa: E402
from operator_accumulate import Accumulate  # noqa: E402
from operator_delay import Delay  # noqa: E402
from wit_world.imports import hybrid_logical_clock, logger, metrics, state_store, state_store_types, types  # noqa: E402

from leat_sdk import (  # noqa: E402
    AccumulateOperator,
    BranchOperator,
    DelayOperator,
    FilterOperator,
    MapOperator,
    Message,
    Refused,
    Snapshot,
    StateStore,
    count,
    record,
)

logged: list[tuple] = []
logger.log = lambda level, context, message: logged.append((level.name, context, message))


class HostBuffer:
    """A buffer of the host."""

    def __init__(self, content: bytes):
        self.content = content

    def read(self) -> bytes:
        return self.content


def timestamp(seconds: int = 10, nanos: int = 500_000_000):
    time = hybrid_logical_clock.Timespec(seconds, nanos)
    return types.Timestamp(time, 3, types.BufferOrString_String("node"))


def raw(payload: bytes, *properties):
    pairs = [(types.BufferOrString_String(k), types.BufferOrString_Buffer(HostBuffer(v.encode()))) for k, v in properties]
    return types.Message(
        timestamp(),
        types.BufferOrBytes_Buffer(HostBuffer(b"probe/1")),
        types.BufferOrString_String("text/plain"),
        types.BufferOrBytes_Buffer(HostBuffer(payload)),
        types.MessageProperties(pairs),
        None,
    )


def message(payload: bytes, *properties):
    return types.DataModel_Message(raw(payload, *properties))


def picture(frame: bytes):
    frame_format = types.BufferOrString_String("rgb24")
    return types.DataModel_Snapshot(
        types.Snapshot(timestamp(), frame_format, 2, 1, types.BufferOrBytes_Bytes(frame))
    )


def configuration(*properties):
    return types.ModuleConfiguration(list(properties), [])


def started(operator, *properties):
    assert operator.init(configuration(*properties))
    return operator


class MessageTest(unittest.TestCase):
    def test_bytes_and_texts_are_read_wherever_they_lie(self):
        one = Message(raw(b'{"a": 1}', ("line", "7"), ("line", "8"), ("x", "y")))
        self.assertEqual((one.payload, one.topic, one.content_type), (b'{"a": 1}', "probe/1", "text/plain"))
        self.assertEqual(one.json(), {"a": 1})
        self.assertEqual(one.properties, [("line", "7"), ("line", "8"), ("x", "y")])
        self.assertEqual((one.property("line"), one.property("no"), one.property("no", "d")), ("7", None, "d"))
        self.assertEqual((one.seconds, one.node_id), (10.5, "node"))
        self.assertEqual(one.time.isoformat(), "1970-01-01T00:00:10.500000+00:00")

    def test_what_is_changed_goes_out_inline_and_all_else_as_it_came(self):
        one = Message(raw(b"x", ("line", "7"), ("zone", "a")))
        topic = one.raw.topic
        one.set_json({"b": 2})
        one.content_type = None
        one.remove_property("line")
        one.add_property("by", "python")
        self.assertEqual(one.raw.payload, types.BufferOrBytes_Bytes(b'{"b": 2}'))
        self.assertIs(one.raw.topic, topic)
        self.assertIsNone(one.raw.content_type)
        self.assertEqual(one.properties, [("zone", "a"), ("by", "python")])

    def test_what_is_no_json_is_refused(self):
        for payload in [b"{", b"\xff"]:
            with self.assertRaises(Refused):
                Message(raw(payload)).json()

    def test_a_snapshot_has_a_frame_and_a_size(self):
        one = Snapshot(picture(b"abcdef").value)
        self.assertEqual((one.frame, one.format, one.size), (b"abcdef", "rgb24", (2, 1)))


class OperatorTest(unittest.TestCase):
    def test_a_map_may_change_the_message_or_answer_a_payload(self):
        for answer, expected in [({"a": 1}, b'{"a": 1}'), ("text", b"text"), (b"bytes", b"bytes"), (0, b"0")]:

            class Map(MapOperator):
                def handle(self, message):
                    return answer

            self.assertEqual(started(Map()).process(message(b"x")).value.payload.value, expected)

        class Quiet(MapOperator):
            def handle(self, message):
                message.add_property("seen", "true")

        one = message(b"x")
        payload = one.value.payload
        self.assertIs(started(Quiet()).process(one).value.payload, payload)

    def test_a_map_refuses_what_is_no_message(self):
        class Map(MapOperator):
            def handle(self, message):
                raise AssertionError("there is no message")

        with self.assertRaises(Err) as refused:
            started(Map()).process(picture(b""))
        self.assertEqual(refused.exception.value, types.Error("Unexpected input type"))

    def test_other_exceptions_stay_what_they_are(self):
        class Filter(FilterOperator):
            def handle(self, value):
                return value.json()["a"]["b"]

        with self.assertRaises(TypeError):
            started(Filter()).process(message(b'{"a": 5}'))
        with self.assertRaises(Err):
            started(Filter()).process(message(b"{"))

    def test_a_branch_has_the_time_and_takes_all_kinds(self):
        class Branch(BranchOperator):
            def handle(self, value):
                return isinstance(value, bytes) and self.time.timestamp.secs == 7

        clock = hybrid_logical_clock.HybridLogicalClock(hybrid_logical_clock.Timespec(7, 0), 0, "node")
        data = types.DataModel_BufferOrBytes(types.BufferOrBytes_Bytes(b"x"))
        self.assertIs(started(Branch()).process(clock, data), True)
        self.assertIs(started(Branch()).process(clock, message(b"x")), False)

    def test_start_gets_parameters_and_may_refuse(self):
        class Map(MapOperator):
            def start(self):
                return self.get_parameter("a") == "1" and self.get_parameter("b", "2") == "2"

        self.assertTrue(Map().init(configuration(("a", "1"))))
        self.assertFalse(Map().init(configuration(("a", "2"))))


    def test_what_start_leaves_is_there_in_the_object_that_processes(self):
        for kind, arguments in [
            (MapOperator, [message(b"{}")]),
            (FilterOperator, [message(b"{}")]),
            (BranchOperator, [timestamp(), message(b"{}")]),
            (AccumulateOperator, [message(b""), [message(b"{}")]]),
            (DelayOperator, [message(b"{}"), hybrid_logical_clock.HybridLogicalClock(timestamp().timestamp, 0, "n")]),
        ]:
            with self.subTest(kind=kind.__name__):
                seen = []

                class Kept(kind):
                    def start(self):
                        self.limit = self.get_parameter("limit")
                        self.calls = 0

                    def handle(self, *values):
                        self.calls += 1
                        seen.append((self.limit, self.calls))
                        return 1

                # As componentize-py has it: an object for init, and another one for process.
                of_init, of_process = Kept(), Kept()
                started(of_init, ("limit", "5"))
                of_process.process(*arguments)
                of_process.process(*arguments)
                self.assertEqual(seen, [("5", 1), ("5", 2)])

    def test_objects_that_were_started_go_their_own_ways(self):
        class Filter(FilterOperator):
            def handle(self, value) -> bool:
                return self.get_parameter("answer") == "yes"

        yes, no = started(Filter(), ("answer", "yes")), started(Filter(), ("answer", "no"))
        self.assertEqual([yes.process(message(b"")), no.process(message(b""))], [True, False])


class SampleTest(unittest.TestCase):
    def test_the_accumulate_goes_on_from_what_is_staged(self):
        operator = started(Accumulate(), ("key", "t"))
        first = operator.process(message(b""), [message(b'{"t": 2}'), message(b'{"t": 1.5}')])
        second = operator.process(first, [message(b'{"t": 5}')])
        self.assertEqual(Message(second.value).json(), {"count": 3, "sum": 8.5, "min": 1.5, "max": 5})
        self.assertEqual(Message(second.value).topic, "probe/1")

    def test_the_accumulate_refuses_what_has_no_number(self):
        operator = started(Accumulate())
        for payload in [b"{}", b'{"value": "5"}', b'{"value": true}', b"[]", b"{"]:
            with self.subTest(payload=payload), self.assertRaises(Err):
                operator.process(message(b""), [message(payload)])

    def test_the_delay_moves_to_the_end_of_the_window(self):
        operator = started(Delay(), ("seconds", "5"))
        clock = hybrid_logical_clock.HybridLogicalClock
        spec = hybrid_logical_clock.Timespec
        for time, counter, expected, counted in [((11, 1), 4, (15, 0), 0), ((15, 0), 4, (15, 0), 4), ((0, 0), 1, (0, 0), 1)]:
            delayed = operator.process(message(b"x"), clock(spec(*time), counter, "node"))
            self.assertEqual(delayed, clock(spec(*expected), counted, "node"))

    def test_the_delay_refuses_a_window_without_a_length(self):
        for text in ["0", "-5", "1.5", "ten", "", "٣"]:
            with self.subTest(text=text):
                self.assertFalse(Delay().init(configuration(("seconds", text))))


class ServiceTest(unittest.TestCase):
    def test_lines_go_out_under_the_operators_context(self):
        logged.clear()
        started(Accumulate()).log.warn("careful")
        self.assertEqual(logged[-1], ("WARN", "module-python/accumulate", "careful"))

    def test_counts_have_labels_and_errors_are_ignored(self):
        calls = []
        metrics.add_to_counter = lambda *arguments: calls.append(arguments)
        count("requests", module="here")

        def fail(*arguments):
            raise Err(metrics.MetricsError_LockError("no"))

        metrics.record_to_histogram = fail
        record("millis", 5)
        self.assertEqual(calls, [("requests", metrics.CounterValue_U64(1), [metrics.Label("module", "here")])])

    def test_the_store_takes_texts_and_gives_bytes(self):
        calls = []
        answer = state_store_types.StateStoreGetResponse(b"1", None)
        state_store.get = lambda key, timeout: calls.append((key, timeout)) or answer
        state_store.set = lambda *arguments: calls.append(arguments)
        self.assertEqual(StateStore().get("key"), b"1")
        StateStore().set("key", "value", seconds=5)
        options = state_store_types.SetOptions(
            state_store_types.SetConditions.UNCONDITIONAL, state_store_types.Duration(5, 0)
        )
        self.assertEqual(calls, [(b"key", None), (b"key", b"value", None, None, options)])

        def fail(*arguments):
            raise Err(state_store_types.StateStoreError_Timeout())

        state_store.del_ = fail
        with self.assertRaises(Refused):
            StateStore().delete(b"key")


if __name__ == "__main__":
    unittest.main()
