"""Log and metrics of the host."""

from . import bindings


class Log:
    """Lines under one context."""

    def __init__(self, context: str):
        self._context = context

    def debug(self, message: str) -> None:
        self._log("DEBUG", message)

    def info(self, message: str) -> None:
        self._log("INFO", message)

    def warn(self, message: str) -> None:
        self._log("WARN", message)

    def error(self, message: str) -> None:
        self._log("ERROR", message)

    def _log(self, level: str, message: str) -> None:
        bindings.logger.log(getattr(bindings.logger.Level, level), self._context, message)


def count(name: str, value: int = 1, **labels: str) -> None:
    """Adds to a counter. Where the host cannot count, nothing happens."""
    try:
        bindings.metrics.add_to_counter(name, bindings.metrics.CounterValue_U64(value), _labels(labels))
    except bindings.Err:
        pass


def record(name: str, value: float, **labels: str) -> None:
    """Puts a value into a histogram. Where the host cannot, nothing happens."""
    try:
        bindings.metrics.record_to_histogram(name, bindings.metrics.HistogramValue_F64(float(value)), _labels(labels))
    except bindings.Err:
        pass


def _labels(labels: dict[str, str]) -> list:
    return [bindings.metrics.Label(key, value) for key, value in labels.items()]
