"""How an operator says no."""

from .bindings import Err, types


class Refused(Exception):
    """This input cannot be processed. The record is dropped with the text, and the operator goes on."""


def answered(call):
    """The result of a call; what it refuses becomes the error of the interface."""
    try:
        return call()
    except Refused as refused:
        raise Err(types.Error(str(refused))) from refused
