package dev.leat.component.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Models that would read other files are found, wherever in them that stands, and no bytes break the search. */
class ExternalDataTest {

    @Test
    void theTestsOwnModelsAreTold() throws Exception {
        assertThat(ExternalData.in(NnCaller.model("external"))).isTrue();
        assertThat(ExternalData.in(NnCaller.model("external-nested"))).isTrue();
        assertThat(ExternalData.in(NnCaller.model("slow"))).isFalse();
        assertThat(ExternalData.in(NnCaller.model("several"))).isFalse();
    }

    @Test
    void eachWayToATensorIsLookedThrough() throws Exception {
        byte[] location = {14 << 3, 1};
        byte[] tensor = location;
        byte[][] ways = {
            wrap(tensor, 5, 7), // graph.initializer
            wrap(tensor, 5, 5, 1, 7), // graph.node.attribute.t
            wrap(tensor, 10, 5, 1, 7), // attribute.tensors
            wrap(tensor, 1, 15, 7), // graph.sparse_initializer.values
            wrap(tensor, 2, 15, 7), // .indices
            wrap(tensor, 1, 22, 5, 1, 7), // attribute.sparse_tensor
            wrap(tensor, 1, 23, 5, 1, 7), // attribute.sparse_tensors
            wrap(tensor, 5, 6, 5, 1, 7), // attribute.g.initializer
            wrap(tensor, 5, 11, 5, 1, 7), // attribute.graphs
            wrap(tensor, 5, 5, 7, 25), // functions.node.attribute.t
            wrap(tensor, 5, 11, 25), // functions.attribute_proto.t
            wrap(tensor, 5, 1, 20), // training_info.initialization
            wrap(tensor, 5, 2, 20) // training_info.algorithm
        };
        for (byte[] model : ways) {
            assertThat(ExternalData.in(model)).as(Arrays.toString(model)).isTrue();
        }
        assertThat(ExternalData.in(wrap(new byte[] {14 << 3, 0}, 5, 7))).isFalse();
    }

    @Test
    void aLocationInMoreBytesThanItNeedsIsFoundToo() throws Exception {
        byte[] padded = {14 << 3, (byte) 0x81, (byte) 0x80, 0};
        byte[] beyond32Bits = {14 << 3, (byte) 0x81, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10};
        assertThat(ExternalData.in(wrap(padded, 5, 7))).isTrue();
        assertThat(ExternalData.in(wrap(beyond32Bits, 5, 7))).isTrue();
    }

    /** Protobuf drops what of a tag is beyond its 32 bits, and so sees the field all the same. */
    @Test
    void aTagInMoreBytesThanItNeedsIsFoundToo() throws Exception {
        for (int highest : new int[] {0x00, 0x10, 0x70}) {
            byte[] location = {(byte) (14 << 3 | 0x80), (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) highest, 1};
            byte[] external = {(byte) (13 << 3 | 2 | 0x80), (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) highest, 0};
            assertThat(ExternalData.in(wrap(location, 5, 7))).isTrue();
            assertThat(ExternalData.in(wrap(external, 5, 7))).isTrue();
        }
    }

    @Test
    void graphsThatNestTooDeepAreNoModel() {
        byte[] nested = {};
        for (int depth = 0; depth < 60; depth++) {
            nested = wrap(nested, 6, 5, 1);
        }
        byte[] model = wrap(nested, 7);
        assertThatThrownBy(() -> ExternalData.in(model)).isInstanceOf(ExternalData.MalformedException.class);
    }

    @Property
    void noBytesBreakIt(@ForAll byte[] bytes) {
        try {
            assertThat(ExternalData.in(bytes)).isIn(true, false);
        } catch (ExternalData.MalformedException expected) {
            assertThat(expected).hasMessageMatching(".+");
        }
    }

    /** A message as a field of a message as a field of a message, the innermost field first. */
    private static byte[] wrap(byte[] message, int... fields) {
        byte[] wrapped = message;
        for (int field : fields) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            varint(out, field << 3 | 2);
            varint(out, wrapped.length);
            out.writeBytes(wrapped);
            wrapped = out.toByteArray();
        }
        return wrapped;
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
