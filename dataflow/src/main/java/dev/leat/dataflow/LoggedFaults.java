package dev.leat.dataflow;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Snapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dead-letter destination of those who named none: a line in the log. */
enum LoggedFaults implements Faults {
    INSTANCE;

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    /** What the last line said: all records of a call that failed have one reason, and one line is enough. */
    private volatile @Nullable Throwable said;

    @Override
    @SuppressWarnings("ReferenceEquality") // the very same failure
    public void report(Fault fault) {
        if (fault.reason() == said) {
            LOG.debug("at operation '{}', for the same reason: {}", fault.operation(), fault);
            return;
        }
        said = fault.reason();
        switch (fault) {
            case Fault.RecordDropped dropped ->
                LOG.warn(
                        "{}: operation '{}' dropped a record of time {} ({}): {}",
                        DataflowError.RECORD_DROPPED.code(),
                        dropped.operation(),
                        dropped.record().time(),
                        describe(dropped.record().value()),
                        reason(dropped.reason()));
            case Fault.CompletionFailed failed ->
                LOG.warn(
                        "{}: operation '{}' failed on the completed time {}: {}",
                        DataflowError.RECORD_DROPPED.code(),
                        failed.operation(),
                        failed.time(),
                        reason(failed.reason()));
        }
        LOG.debug("at operation '{}'", fault.operation(), fault.reason());
    }

    private static String reason(Throwable reason) {
        return reason.getMessage() == null ? reason.getClass().getName() : reason.getMessage();
    }

    private static String describe(DataModel value) {
        return switch (value) {
            case Message message ->
                "topic " + message.topic().asUtf8() + ", " + message.payload().length() + " bytes";
            case Snapshot snapshot -> "snapshot " + snapshot.width() + "x" + snapshot.height();
            case Bytes bytes -> bytes.length() + " bytes";
        };
    }
}
