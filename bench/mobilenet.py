"""Writes an ONNX model of the shape of MobileNet v2, with weights by chance: python3 mobilenet.py FILE.

What it computes means nothing; how long that takes is what MobileNet v2 takes.
"""
import sys

import numpy
from onnx import TensorProto, helper, numpy_helper

# Expansion, channels, repetitions, stride: table 2 of https://arxiv.org/abs/1801.04381
BLOCKS = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]
OUTPUT = "mobilenetv20_output_flatten0_reshape0"


class Network:
    def __init__(self):
        self.chance = numpy.random.default_rng(1)
        self.nodes, self.weights = [], []

    def constant(self, array):
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(array, name))
        return name

    def node(self, kind, inputs, **attributes):
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def convolution(self, x, before, after, size=1, stride=1, group=1, active=True):
        shape = (after, before // group, size, size)
        weight = self.chance.normal(0, (2 / numpy.prod(shape[1:])) ** 0.5, shape).astype(numpy.float32)
        inputs = [x, self.constant(weight), self.constant(numpy.zeros(after, numpy.float32))]
        pad = size // 2
        y = self.node("Conv", inputs, kernel_shape=[size, size], strides=[stride, stride], pads=[pad] * 4, group=group)
        if active:
            limits = [self.constant(numpy.array(limit, numpy.float32)) for limit in (0, 6)]
            y = self.node("Clip", [y, *limits])
        return y

    def block(self, x, before, after, stride, expansion):
        inner = before * expansion
        y = self.convolution(x, before, inner) if expansion > 1 else x
        y = self.convolution(y, inner, inner, 3, stride, inner)
        y = self.convolution(y, inner, after, active=False)
        return self.node("Add", [x, y]) if stride == 1 and before == after else y


def model():
    network = Network()
    x, channels = network.convolution("data", 3, 32, 3, 2), 32
    for expansion, after, repetitions, stride in BLOCKS:
        for number in range(repetitions):
            x = network.block(x, channels, after, stride if number == 0 else 1, expansion)
            channels = after
    x = network.convolution(x, channels, 1280)
    x = network.node("GlobalAveragePool", [x])
    x = network.convolution(x, 1280, 1000, active=False)
    shape = network.constant(numpy.array([1, 1000], numpy.int64))
    network.nodes.append(helper.make_node("Reshape", [x, shape], [OUTPUT]))
    picture = helper.make_tensor_value_info("data", TensorProto.FLOAT, [1, 3, 224, 224])
    scores = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, 1000])
    graph = helper.make_graph(network.nodes, "mobilenet", [picture], [scores], network.weights)
    return helper.make_model(graph, ir_version=10, opset_imports=[helper.make_opsetid("", 21)])


if __name__ == "__main__":
    with open(sys.argv[1], "wb") as file:
        file.write(model().SerializeToString(deterministic=True))
