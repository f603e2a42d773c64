"""Builds snapshot.onnx beside this file: python3 build.py, with the package onnx 1.23.2 from PyPI.

The model says what kind of picture it sees, from brightness, colour and edges. Nothing is learned: the numbers below were
chosen by hand. Its inputs and outputs are called as those of MobileNet v2 in the ONNX model zoo, so that the module
snapshot runs either. It is committed; a rebuild gives the same bytes.
"""
from pathlib import Path

import numpy
import onnx
from label import add_labels
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).parent

# What the module did to the bytes of a picture.
MEAN, DEVIATION = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]

# Each class's weights for: brightness, red over the others, green, blue, colour, edges; and what is added. Brightness,
# colours and edges go from 0 to 1. The last class is what remains where no other one is above 0.
CLASSES = [
    ("dark picture", [-40, 0, 0, 0, 0, 0], 6),
    ("bright picture", [40, 0, 0, 0, 0, 0], -34),
    ("red picture", [0, 40, 0, 0, 0, 0], -4),
    ("green picture", [0, 0, 40, 0, 0, 0], -4),
    ("blue picture", [0, 0, 0, 40, 0, 0], -4),
    ("colourful picture", [0, 0, 0, 0, 20, 0], -6),
    ("picture with many edges", [0, 0, 0, 0, 0, 100], -6),
    ("plain picture", [0, 0, 0, 0, 0, 0], 0),
]


def tensor(name, values):
    return numpy_helper.from_array(numpy.array(values), name)


def floats(name, values, shape=None):
    array = numpy.array(values, dtype=numpy.float32)
    return numpy_helper.from_array(array if shape is None else array.reshape(shape), name)


def graph():
    node = helper.make_node
    edges = [[0, 0, 0, -1, 0, 1, 0, 0, 0], [0, -1, 0, 0, 0, 0, 0, 1, 0]]
    initializers = [
        floats("mean", MEAN, (1, 3, 1, 1)),
        floats("deviation", DEVIATION, (1, 3, 1, 1)),
        floats("luma", [0.299, 0.587, 0.114], (1, 3, 1, 1)),
        floats("edge_filters", edges, (2, 1, 3, 3)),
        floats("weights", [weights for _, weights, _ in CLASSES]),
        floats("bias", [bias for _, _, bias in CLASSES]),
        tensor("space", numpy.array([2, 3], dtype=numpy.int64)),
        tensor("all", numpy.array([1, 2, 3], dtype=numpy.int64)),
        tensor("colours", numpy.array([1], dtype=numpy.int64)),
        tensor("row", numpy.array([1, -1], dtype=numpy.int64)),
    ]
    nodes = [
        # Back to 0..1.
        node("Mul", ["data", "deviation"], ["scaled"]),
        node("Add", ["scaled", "mean"], ["picture"]),
        # Brightness, and what is left of edges in it.
        node("Conv", ["picture", "luma"], ["grey"]),
        node("ReduceMean", ["grey", "all"], ["brightness_4"], keepdims=1),
        node("Reshape", ["brightness_4", "row"], ["brightness"]),
        node("Conv", ["grey", "edge_filters"], ["slopes"]),
        node("Abs", ["slopes"], ["steepness"]),
        node("ReduceMean", ["steepness", "all"], ["edges_4"], keepdims=1),
        node("Reshape", ["edges_4", "row"], ["edges"]),
        # How much each colour is over the larger of the others.
        node("ReduceMean", ["picture", "space"], ["means_4"], keepdims=1),
        node("Reshape", ["means_4", "row"], ["means"]),
        node("Split", ["means"], ["red", "green", "blue"], axis=1, num_outputs=3),
        node("Max", ["green", "blue"], ["not_red"]),
        node("Max", ["red", "blue"], ["not_green"]),
        node("Max", ["red", "green"], ["not_blue"]),
        node("Sub", ["red", "not_red"], ["reddish"]),
        node("Sub", ["green", "not_green"], ["greenish"]),
        node("Sub", ["blue", "not_blue"], ["bluish"]),
        # How far the colours of single points lie apart.
        node("ReduceMax", ["picture", "colours"], ["most"], keepdims=1),
        node("ReduceMin", ["picture", "colours"], ["least"], keepdims=1),
        node("Sub", ["most", "least"], ["spread"]),
        node("ReduceMean", ["spread", "all"], ["colour_4"], keepdims=1),
        node("Reshape", ["colour_4", "row"], ["colour"]),
        node("Concat", ["brightness", "reddish", "greenish", "bluish", "colour", "edges"], ["features"], axis=1),
        node("Gemm", ["features", "weights", "bias"], ["mobilenetv20_output_flatten0_reshape0"], transB=1),
    ]
    picture = helper.make_tensor_value_info("data", TensorProto.FLOAT, [1, 3, 224, 224])
    scores = helper.make_tensor_value_info("mobilenetv20_output_flatten0_reshape0", TensorProto.FLOAT, [1, len(CLASSES)])
    return helper.make_graph(nodes, "snapshot", [picture], [scores], initializers)


if __name__ == "__main__":
    labels = "".join(f"leat{index:04} {name}\n" for index, (name, _, _) in enumerate(CLASSES))
    (HERE / "snapshot.labels.txt").write_text(labels)
    model = helper.make_model(graph(), producer_name="leat", ir_version=10, opset_imports=[helper.make_opsetid("", 21)])
    onnx.checker.check_model(model, full_check=True)
    (HERE / "snapshot.onnx").write_bytes(add_labels(model, labels).SerializeToString(deterministic=True))
