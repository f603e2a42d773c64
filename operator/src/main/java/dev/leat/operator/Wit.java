package dev.leat.operator;

import java.util.List;
import java.util.Optional;

/**
 * The types of {@code wasm-graph:processor@1.1.0} as Java records, name by name: what the component layer carries over
 * the border. {@link WitValues} turns them into the dataflow's own.
 */
final class Wit {

    private Wit() {}

    /** {@code types.buffer-or-bytes}; a buffer is a handle for bytes of the host. */
    sealed interface BufferOrBytes {
        record Buffer(dev.leat.dataflow.data.Bytes content) implements BufferOrBytes {}

        record Bytes(byte[] content) implements BufferOrBytes {}
    }

    /** {@code types.buffer-or-string}. */
    sealed interface BufferOrString {
        record Buffer(dev.leat.dataflow.data.Bytes content) implements BufferOrString {}

        @SuppressWarnings("JavaLangClash") // the name of the case
        record String(java.lang.String content) implements BufferOrString {}
    }

    /** @param secs unsigned */
    record Timespec(long secs, int nanos) {}

    /** {@code hybrid-logical-clock.hybrid-logical-clock}. */
    record HybridLogicalClock(Timespec timestamp, long counter, String nodeId) {}

    record Timestamp(Timespec timestamp, long counter, BufferOrString nodeId) {}

    record Property(BufferOrString key, BufferOrString value) {}

    record MessageProperties(List<Property> userProperties) {}

    record InlineSchema(BufferOrString name, BufferOrString content) {}

    sealed interface MessageSchema {
        record RegistryReference(BufferOrString reference) implements MessageSchema {}

        record Inline(InlineSchema schema) implements MessageSchema {}
    }

    /** {@code types.data-model}. */
    sealed interface DataModel {
        record BufferOrBytes(Wit.BufferOrBytes content) implements DataModel {}

        record Message(
                Timestamp timestamp,
                Wit.BufferOrBytes topic,
                Optional<BufferOrString> contentType,
                Wit.BufferOrBytes payload,
                MessageProperties properties,
                Optional<MessageSchema> schema)
                implements DataModel {}

        record Snapshot(Timestamp timestamp, BufferOrString format, int width, int height, Wit.BufferOrBytes frame)
                implements DataModel {}
    }

    record Setting(String key, String value) {}

    record ModuleSchema(String name, String contentType, String content) {}

    record ModuleConfiguration(List<Setting> properties, List<ModuleSchema> moduleSchemas) {}

    @SuppressWarnings("JavaLangClash") // the name of the type
    record Error(String message) {}

    /** {@code logger.level}. */
    enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR,
        CRITICAL
    }

    sealed interface CounterValue {
        record U64(long value) implements CounterValue {}
    }

    sealed interface HistogramValue {
        record F64(double value) implements HistogramValue {}

        record U64(long value) implements HistogramValue {}
    }

    record Label(String key, String value) {}

    sealed interface MetricsError {
        record IncompatibleType(String reason) implements MetricsError {}

        record LockError(String reason) implements MetricsError {}
    }

    sealed interface SchemaFormat {
        record Json() implements SchemaFormat {}

        record Delta() implements SchemaFormat {}
    }

    sealed interface SchemaType {
        record MessageSchema() implements SchemaType {}
    }

    sealed interface SchemaError {
        record Request(String message) implements SchemaError {}

        record Internal(String message) implements SchemaError {}

        record Timeout() implements SchemaError {}

        record NotFound() implements SchemaError {}

        record NotAvailable() implements SchemaError {}
    }

    /** {@code schema-types.schema}. */
    record Schema(
            Optional<String> description,
            Optional<String> displayName,
            SchemaFormat format,
            Optional<String> hash,
            String name,
            String namespace,
            String schemaContent,
            SchemaType schemaType,
            List<Setting> tags,
            String version) {}
    /** {@code state-store-types.duration}, and the tuple {@code schema-types.duration}; both numbers are unsigned. */
    record Duration(long seconds, int nanos) {}

    /** {@code state-store-types.set-conditions}. */
    enum SetConditions {
        ONLY_IF_DOES_NOT_EXIST,
        ONLY_IF_EQUAL_OR_DOES_NOT_EXIST,
        UNCONDITIONAL
    }

    record SetOptions(SetConditions conditions, Optional<Duration> expires) {}

    record StateStoreGetResponse(Optional<byte[]> response, Optional<HybridLogicalClock> version) {}

    record StateStoreDelResponse(long response, Optional<HybridLogicalClock> version) {}

    record StateStoreSetResponse(boolean response, Optional<HybridLogicalClock> version) {}

    /** {@code state-store-types.state-store-error}. */
    sealed interface StateStoreError {
        record RequestError(String reason) implements StateStoreError {}

        record Timeout() implements StateStoreError {}

        record Protocol() implements StateStoreError {}

        record Internal() implements StateStoreError {}
    }

    /** {@code command-invoker.command-response}. */
    record CommandResponse(byte[] payload, List<Setting> customUserData, Optional<HybridLogicalClock> timestamp) {}
}
