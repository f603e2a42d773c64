"""The bindings, wherever this release of componentize-py puts them."""

import importlib

# 0.15 and newer have one name; 0.14 names the package after the world.
_PACKAGES = ("wit_world", "map_impl", "filter_impl", "branch_impl", "accumulate_impl", "delay_impl")


def _find() -> str:
    for package in _PACKAGES:
        try:
            importlib.import_module(package)
            return package
        except ImportError:
            continue
    raise ImportError("there are no bindings: build with componentize-py, or put sdk/python/stubs on the path for tests")


def _module(name: str):
    """One interface; None where the world does not import it."""
    try:
        return getattr(importlib.import_module(_package + ".imports"), name, None) or importlib.import_module(
            f"{_package}.imports.{name}"
        )
    except ImportError:
        return None


_package = _find()
types = _module("types")
logger = _module("logger")
metrics = _module("metrics")
state_store = _module("state_store")
state_store_types = _module("state_store_types")
clock = _module("hybrid_logical_clock")

try:
    Err = importlib.import_module("componentize_py_types").Err
except ImportError:
    Err = importlib.import_module(_package + ".types").Err
