"""Count, sum and extremes of all numbers of one time, with the helper package. README.md says more."""

from leat_sdk import AccumulateOperator, Message, Refused

EMPTY = {"count": 0, "sum": 0.0, "min": None, "max": None}


class Accumulate(AccumulateOperator):
    context = "module-python/accumulate"

    def start(self) -> None:
        self.key = self.get_parameter("key", "value")
        self.log.info(f"key = {self.key}")

    def handle(self, staged: Message, messages: list[Message]) -> dict:
        summary = dict(staged.json()) if staged.payload else dict(EMPTY)
        for message in messages:
            reading = message.json()
            number = reading.get(self.key) if isinstance(reading, dict) else None
            if not isinstance(number, (int, float)) or isinstance(number, bool):
                raise Refused(f"no number under '{self.key}'")
            summary["count"] += 1
            summary["sum"] += number
            summary["min"] = number if summary["min"] is None else min(summary["min"], number)
            summary["max"] = number if summary["max"] is None else max(summary["max"], number)
        staged.topic = messages[-1].topic
        return summary
