package dev.leat.endpoint.otel;

import com.google.protobuf.MessageLite;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of an export that cannot be divided. */
sealed interface Entry {

    /** What each takes beside its own bytes, at most. */
    int OVERHEAD_BYTES = 12;

    /** The messages that it came of. */
    List<Pending> messages();

    /** What it takes of an export, at most. */
    int bytes();

    /**
     * A point of a metric.
     *
     * @param series that it is of; null for a gauge's
     */
    record Point(
            Definition definition,
            MessageLite point,
            List<Pending> messages,
            @Nullable Series series) implements Entry {

        @Override
        public int bytes() {
            return point.getSerializedSize() + OVERHEAD_BYTES;
        }
    }

    /** A line of a log. */
    record Line(LogRecord line, Pending message) implements Entry {

        @Override
        public List<Pending> messages() {
            return List.of(message);
        }

        @Override
        public int bytes() {
            return line.getSerializedSize() + OVERHEAD_BYTES;
        }
    }
}
