"""Puts labels into an ONNX model: python3 label.py MODEL.onnx LABELS.txt OUTPUT.onnx, with the package onnx from PyPI.

The labels become an output `labels` of the model, their text as UTF-8 in a tensor of bytes: a module gets them together with
the scores, and model and labels cannot be mixed up. A line for each class, in the order of the scores; where a line has a
space, what stands before the first one is not part of the label.
"""
import sys
from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

OUTPUT = "labels"


def add_labels(model, text):
    """The model with the labels; those that it has are replaced."""
    graph = model.graph
    for held in (graph.output, graph.initializer, graph.node):
        kept = [one for one in held if OUTPUT not in (getattr(one, "name", ""), *getattr(one, "output", []))]
        del held[:]
        held.extend(kept)
    data = numpy.frombuffer(text.encode(), dtype=numpy.uint8)
    value = numpy_helper.from_array(data, OUTPUT)
    graph.node.append(helper.make_node("Constant", [], [OUTPUT], value=value))
    graph.output.append(helper.make_tensor_value_info(OUTPUT, TensorProto.UINT8, [len(data)]))
    return model


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    source, labels, target = map(Path, sys.argv[1:])
    target.write_bytes(add_labels(onnx.load(source), labels.read_text(encoding="utf-8")).SerializeToString(deterministic=True))
