"""Windows of so many seconds: all of one get the time of its end. README.md says more."""

from leat_sdk import DelayOperator

NANOSECONDS = 1_000_000_000


class Delay(DelayOperator):
    context = "module-python/delay"

    def start(self) -> bool:
        text = self.get_parameter("seconds", "10")
        if not text.isascii() or not text.isdigit() or int(text) == 0:
            self.log.error(f"seconds is no whole number above 0: '{text}'")
            return False
        self.window = int(text) * NANOSECONDS
        return True

    def handle(self, value, nanoseconds: int) -> int:
        return -(-nanoseconds // self.window) * self.window
