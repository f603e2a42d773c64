"""The part of the branch that needs no host, so that plain Python can test it."""

import json


def is_temperature(payload: bytes) -> bool:
    """Whether the payload is a JSON object with the key temperature, whatever is there."""
    measurement = json.loads(payload.decode("utf-8"))
    return isinstance(measurement, dict) and "temperature" in measurement
