package dev.leat.dataflow.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.MessageSchema;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What is written is read back; what was not written by Leat does no harm. */
final class StateTest {

    @Provide
    Arbitrary<Timestamp> timestamps() {
        return Combinators.combine(
                        Arbitraries.longs().greaterOrEqual(0),
                        Arbitraries.longs(),
                        Arbitraries.strings().ofMaxLength(5).filter(StateTest::isNode))
                .as(Timestamp::new);
    }

    /** Half of a surrogate pair is no text. */
    private static boolean isNode(String text) {
        return text.indexOf(':') < 0 && isText(text);
    }

    private static boolean isText(String text) {
        return text.chars().noneMatch(c -> Character.isSurrogate((char) c));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(8).filter(StateTest::isText);
    }

    private static Arbitrary<Bytes> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(Bytes::copyOf);
    }

    private static Arbitrary<DataTimestamp> dataTimes() {
        return Combinators.combine(
                        Arbitraries.longs().greaterOrEqual(0),
                        Arbitraries.integers().between(0, 999_999_999),
                        Arbitraries.longs(),
                        texts())
                .as(DataTimestamp::new);
    }

    private static Arbitrary<MessageSchema> schemas() {
        return Arbitraries.oneOf(
                texts().map(MessageSchema.RegistryReference::new),
                Combinators.combine(texts(), texts()).as(MessageSchema.Inline::new));
    }

    @Provide
    Arbitrary<DataModel> values() {
        Arbitrary<UserProperty> properties =
                Combinators.combine(texts(), texts()).as(UserProperty::new);
        Arbitrary<DataModel> messages = Combinators.combine(
                        dataTimes(),
                        bytes(),
                        texts().optional(),
                        bytes(),
                        properties.list().ofMaxSize(4),
                        schemas().optional())
                .as(Message::new);
        Arbitrary<DataModel> snapshots = Combinators.combine(
                        dataTimes(), texts(), Arbitraries.integers(), Arbitraries.integers(), bytes())
                .as(Snapshot::new);
        return Arbitraries.oneOf(messages, snapshots, bytes().map(DataModel.class::cast));
    }

    @Property
    void whatIsWrittenIsReadBack(
            @ForAll("timestamps") Timestamp time, @ForAll("values") DataModel value, @ForAll int i, @ForAll long l)
            throws IOException {
        StateWriter writer = new StateWriter();
        writer.writeInt(i);
        writer.writeTimestamp(time);
        writer.writeValue(value);
        writer.writeLong(l);
        StateReader reader = new StateReader(writer.toByteArray());
        assertThat(reader.readInt()).isEqualTo(i);
        assertThat(reader.readTimestamp()).isEqualTo(time);
        assertThat(reader.readValue()).isEqualTo(value);
        assertThat(reader.readLong()).isEqualTo(l);
        assertThat(reader.remaining()).isZero();
    }

    /** Sections in sections, with contents across the writer's chunks, are what lengths before contents would be. */
    @Property(tries = 100)
    void aSectionIsReadAsTheBytesOfItsState(@ForAll long seed) throws IOException {
        byte[] expected = lengthsFirst(new Random(seed), 3);
        StateWriter writer = new StateWriter();
        writeSections(writer, new Random(seed), 3);
        assertThat(writer.toByteArray()).isEqualTo(expected);
        assertThat(writer.size()).isEqualTo(expected.length);
    }

    private static void writeSections(StateWriter writer, Random random, int depth) throws IOException {
        for (int left = random.nextInt(5); left > 0; left--) {
            switch (depth == 0 ? random.nextInt(3) : random.nextInt(4)) {
                case 0 -> writer.writeInt(random.nextInt());
                case 1 -> writer.writeLong(random.nextLong());
                case 2 -> writer.writeBytes(contents(random));
                default -> writer.writeSection(inner -> writeSections(inner, random, depth - 1));
            }
        }
    }

    private static byte[] lengthsFirst(Random random, int depth) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int left = random.nextInt(5); left > 0; left--) {
            switch (depth == 0 ? random.nextInt(3) : random.nextInt(4)) {
                case 0 -> out.writeInt(random.nextInt());
                case 1 -> out.writeLong(random.nextLong());
                case 2 -> writeWithLength(out, contents(random));
                default -> writeWithLength(out, lengthsFirst(random, depth - 1));
            }
        }
        return bytes.toByteArray();
    }

    private static void writeWithLength(DataOutputStream out, byte[] contents) throws IOException {
        out.writeInt(contents.length);
        out.write(contents);
    }

    private static byte[] contents(Random random) {
        int most = random.nextInt(10) == 0 ? 2 * GrowingBytes.LARGEST_CHUNK : 600;
        byte[] contents = new byte[random.nextInt(most)];
        random.nextBytes(contents);
        return contents;
    }

    @Property(tries = 200)
    void aValueThatEndsTooSoonIsRefused(@ForAll("values") DataModel value) throws IOException {
        StateWriter writer = new StateWriter();
        writer.writeValue(value);
        byte[] whole = writer.toByteArray();
        for (int length = 0; length < whole.length; length++) {
            StateReader reader = new StateReader(Arrays.copyOf(whole, length));
            assertThatThrownBy(reader::readValue).isInstanceOf(IOException.class);
        }
    }

    @Property(tries = 5000)
    void arbitraryBytesAreReadOrRefused(@ForAll @Size(max = 200) byte[] bytes) {
        readAsAnything(bytes);
    }

    @Property(tries = 2000)
    void aDamagedValueIsReadOrRefused(@ForAll("values") DataModel value, @ForAll int where, @ForAll byte what)
            throws IOException {
        StateWriter writer = new StateWriter();
        writer.writeValue(value);
        byte[] bytes = writer.toByteArray();
        bytes[Math.floorMod(where, bytes.length)] = what;
        readAsAnything(bytes);
    }

    private static void readAsAnything(byte[] bytes) {
        readOrRefuse(bytes, StateReader::readValue);
        readOrRefuse(bytes, StateReader::readTimestamp);
        readOrRefuse(bytes, StateReader::readText);
        readOrRefuse(bytes, StateReader::readCount);
    }

    private interface Reading {
        Object of(StateReader reader) throws IOException;
    }

    private static void readOrRefuse(byte[] bytes, Reading reading) {
        try {
            assertThat(reading.of(new StateReader(bytes))).isNotNull();
        } catch (IOException refused) {
            assertThat(refused.toString()).isNotEmpty();
        }
    }

    @Example
    void whatClaimsToBeLongIsRefusedBeforeAnythingIsAllocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // A message whose topic, a list, or a count claims two billion bytes.
        byte[] bytes = new byte[64];
        Arrays.fill(bytes, 21, 64, (byte) 0x7F);
        for (byte kind = 0; kind < 5; kind++) {
            bytes[0] = kind;
            readAsAnything(bytes);
            long before = threads.getCurrentThreadAllocatedBytes();
            readAsAnything(bytes);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
        }
    }

    @Example
    void aCountBeyondWhatIsLeftIsRefused() {
        for (int count : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1}) {
            StateWriter writer = new StateWriter();
            assertThatThrownBy(() -> {
                        writer.writeInt(count);
                        new StateReader(writer.toByteArray()).readCount();
                    })
                    .isInstanceOf(IOException.class);
        }
    }
}
