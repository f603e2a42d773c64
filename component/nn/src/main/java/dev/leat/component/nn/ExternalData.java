package dev.leat.component.nn;

import java.util.Map;

/**
 * Looks through an ONNX model for tensors whose data are in other files: ONNX Runtime would read them from wherever the
 * model says, and a module could read the host's files so. Walks the protobuf messages of onnx.proto that can hold
 * tensors, and nothing else of them.
 */
final class ExternalData {

    /** Subgraphs nest through a graph, a node and an attribute each. */
    private static final int DEEPEST = 100;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private static final int EXTERNAL_DATA = 13;
    private static final int DATA_LOCATION = 14;
    private static final int LOCATION_EXTERNAL = 1;

    /** The messages that can hold tensors, each with its fields that can. */
    private enum Kind {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        SPARSE_TENSOR,
        FUNCTION,
        TRAINING,
        TENSOR;

        private static final Map<Kind, Map<Integer, Kind>> FIELDS = Map.of(
                MODEL, Map.of(7, GRAPH, 20, TRAINING, 25, FUNCTION),
                GRAPH, Map.of(1, NODE, 5, TENSOR, 15, SPARSE_TENSOR),
                NODE, Map.of(5, ATTRIBUTE),
                ATTRIBUTE, Map.of(5, TENSOR, 6, GRAPH, 10, TENSOR, 11, GRAPH, 22, SPARSE_TENSOR, 23, SPARSE_TENSOR),
                SPARSE_TENSOR, Map.of(1, TENSOR, 2, TENSOR),
                FUNCTION, Map.of(7, NODE, 11, ATTRIBUTE),
                TRAINING, Map.of(1, GRAPH, 2, GRAPH),
                TENSOR, Map.of());
    }

    /** The bytes are no protobuf message. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    private final byte[] model;
    private int at;

    private ExternalData(byte[] model) {
        this.model = model;
    }

    /** Whether some tensor of the model has its data elsewhere. */
    static boolean in(byte[] model) throws MalformedException {
        return new ExternalData(model).in(Kind.MODEL, model.length, 0);
    }

    private boolean in(Kind kind, int end, int depth) throws MalformedException {
        if (depth > DEEPEST) {
            throw new MalformedException("its graphs nest too deep");
        }
        while (at < end) {
            // Protobuf reads no more of a tag than 32 bits, and so must this: otherwise it sees a field that is not
            // there.
            int tag = (int) varint(end);
            int field = tag >>> 3;
            switch (tag & 7) {
                case VARINT -> {
                    long value = varint(end);
                    if (kind == Kind.TENSOR && field == DATA_LOCATION && (int) value == LOCATION_EXTERNAL) {
                        return true;
                    }
                }
                case FIXED64 -> skip(8, end);
                case FIXED32 -> skip(4, end);
                case BYTES -> {
                    long length = varint(end);
                    Kind inner = Kind.FIELDS.get(kind).get(field);
                    if (kind == Kind.TENSOR && field == EXTERNAL_DATA) {
                        return true;
                    }
                    if (inner == null) {
                        skip(length, end);
                    } else if (in(inner, endOf(length, end), depth + 1)) {
                        return true;
                    }
                }
                default -> throw new MalformedException("there is no such kind of field at byte " + at);
            }
        }
        return false;
    }

    private void skip(long length, int end) throws MalformedException {
        at = endOf(length, end);
    }

    private int endOf(long length, int end) throws MalformedException {
        if (length < 0 || length > end - at) {
            throw new MalformedException("what begins at byte " + at + " goes beyond its end");
        }
        return at + (int) length;
    }

    private long varint(int end) throws MalformedException {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (at >= end) {
                throw new MalformedException("it is cut off at byte " + at);
            }
            byte next = model[at++];
            value |= shift < 64 ? (long) (next & 0x7f) << shift : 0;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedException("there is no number at byte " + at);
    }
}
