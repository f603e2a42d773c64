"""The part of the map that needs no host, so that plain Python can test it."""

import json


def convert(payload: bytes):
    """The converted payload, or None where the payload is to stay as it is."""
    measurement = json.loads(payload.decode("utf-8"))
    temperature = measurement.get("temperature") if isinstance(measurement, dict) else None
    value = temperature.get("value") if isinstance(temperature, dict) else None
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    # A whole number stays one; halves go to the even neighbour, as round() does it.
    temperature["value"] = round((value - 32) * 5 / 9)
    temperature["unit"] = "C"
    return json.dumps(measurement).encode("utf-8")
