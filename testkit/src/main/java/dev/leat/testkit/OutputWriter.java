package dev.leat.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/** Writes output records to a stream in UTF-8, each on a line of its own. For one thread. */
public final class OutputWriter implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();

    private final String name;
    private final JsonGenerator generator;

    /**
     * @param name what messages call the stream
     * @param out closed with the writer
     */
    public OutputWriter(String name, OutputStream out) {
        this.name = name;
        try {
            this.generator = JSON.createGenerator(out);
        } catch (IOException failure) {
            throw unwritable(failure);
        }
        generator.setRootValueSeparator(null);
    }

    /** @throws TestkitException {@link TestkitProblem#OUTPUT_UNWRITABLE} */
    public void write(OutputRecord record) {
        try {
            record.writeTo(generator);
            generator.writeRaw('\n');
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    /**
     * Hands what was written to the stream and flushes it: a reader sees whole lines.
     *
     * @throws TestkitException {@link TestkitProblem#OUTPUT_UNWRITABLE}
     */
    public void flush() {
        try {
            generator.flush();
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    private TestkitException unwritable(IOException failure) {
        return new TestkitException(
                TestkitProblem.OUTPUT_UNWRITABLE, name + ": writing failed: " + failure.getMessage(), failure);
    }

    @Override
    public void close() {
        try {
            generator.close();
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }
}
