"""The part of the filter that needs no host, so that plain Python can test it."""

import json

#: Degrees Celsius.
DEFAULT = 20.0
PROPERTY = "temperature_threshold"


def threshold_of(properties: dict, warn) -> float:
    """The configured threshold; the default where there is none, and with a warning where it is no number."""
    text = properties.get(PROPERTY)
    if text is None:
        return DEFAULT
    try:
        return float(text)
    except ValueError:
        warn(f"{PROPERTY} is no number: '{text}'. It stays {DEFAULT}")
        return DEFAULT


def passes(payload: bytes, threshold: float) -> bool:
    """Whether the temperature is at least the threshold. Whatever has no temperature passes."""
    measurement = json.loads(payload.decode("utf-8"))
    temperature = measurement.get("temperature") if isinstance(measurement, dict) else None
    value = temperature.get("value") if isinstance(temperature, dict) else None
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return True
    if temperature.get("unit") in ("F", "f"):
        value = (value - 32) * 5 / 9
    return value >= threshold
