package dev.leat.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.graph.Setting;
import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlNode;
import dev.leat.graph.yaml.YamlScalar;
import dev.leat.graph.yaml.YamlSequence;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a test file says itself, and reports what does not fit, each thing once. */
final class CaseContentReader {

    /** The keys of a test file that are read here. */
    static final List<String> KEYS = List.of("messages", "configuration", "state", "outputs", "finalState", "metrics");

    private static final List<String> MESSAGE_KEYS =
            List.of("topic", "time", "payload", "payloadBase64", "contentType", "properties");
    private static final List<String> METRIC_KEYS = List.of("name", "operation", "labels", "value", "count");
    private static final String NODE = "test";

    private final CaseFindings findings;

    private CaseContentReader(CaseFindings findings) {
        this.findings = findings;
    }

    static CaseContent read(Map<String, YamlNode> values, CaseFindings findings) {
        CaseContentReader reader = new CaseContentReader(findings);
        return new CaseContent(
                reader.list(values.get("messages"), "messages", reader::message),
                reader.settings(values.get("configuration")),
                reader.texts(values.get("state"), "state"),
                reader.outputs(values.get("outputs")),
                reader.finalState(values.get("finalState")),
                reader.list(values.get("metrics"), "metrics", reader::metric));
    }

    private interface Item<T> {
        Optional<T> read(YamlMapping mapping);
    }

    private <T> List<T> list(@Nullable YamlNode node, String key, Item<T> item) {
        List<T> read = new ArrayList<>();
        if (node == null) {
            return read;
        }
        if (!(node instanceof YamlSequence sequence)) {
            findings.wrong(key, node, "a list");
            return read;
        }
        for (YamlNode one : sequence.items()) {
            if (one instanceof YamlMapping mapping) {
                item.read(mapping).ifPresent(read::add);
            } else {
                findings.wrong(key, one, "a list of mappings");
            }
        }
        return read;
    }

    private Optional<CaseMessage> message(YamlMapping mapping) {
        checkKeys(mapping, MESSAGE_KEYS, "A message");
        Optional<String> topic = text(mapping, "topic");
        Optional<Timestamp> time = mapping.entry("time").flatMap(entry -> time(entry.value()));
        List<UserProperty> properties = new ArrayList<>();
        mapping.entry("properties").ifPresent(entry -> properties(entry.value(), properties));
        return payload(mapping)
                .map(payload -> new CaseMessage(
                        topic.orElse(InputFolder.MESSAGE_TOPIC),
                        time,
                        payload,
                        text(mapping, "contentType"),
                        properties));
    }

    private Optional<Bytes> payload(YamlMapping mapping) {
        Optional<YamlMapping.Entry> plain = mapping.entry("payload");
        Optional<YamlMapping.Entry> encoded = mapping.entry("payloadBase64");
        if (plain.isPresent() == encoded.isPresent()) {
            findings.all()
                    .report(
                            TestkitProblem.MISSING_KEY,
                            mapping.position(),
                            plain.isPresent()
                                    ? "A message has 'payload' or 'payloadBase64', not both."
                                    : "A message must have the key 'payload'.",
                            "Add 'payload: ...' (text, or what is written as JSON), or 'payloadBase64: ...' for bytes.");
            return Optional.empty();
        }
        if (plain.isPresent()) {
            YamlNode value = plain.get().value();
            return Optional.of(Bytes.utf8(
                    value instanceof YamlScalar scalar && scalar.type() == YamlScalar.Type.TEXT
                            ? scalar.value()
                            : YamlJson.of(value).toString()));
        }
        return text(mapping, "payloadBase64").flatMap(text -> {
            try {
                return Optional.of(Bytes.of(Base64.getDecoder().decode(text.replaceAll("\\s", ""))));
            } catch (IllegalArgumentException notBase64) {
                findings.wrong("payloadBase64", encoded.get().value(), "base64");
                return Optional.empty();
            }
        });
    }

    /** An instant, or a time of a hybrid logical clock. */
    private Optional<Timestamp> time(YamlNode node) {
        String wanted = "a time such as 2026-01-31T12:00:00.5Z or 001769860800500:00000:node";
        if (!(node instanceof YamlScalar scalar)) {
            findings.wrong("time", node, wanted);
            return Optional.empty();
        }
        Optional<Timestamp> clock = Timestamp.tryParse(scalar.value());
        if (clock.isPresent()) {
            return clock;
        }
        try {
            return Optional.of(new Timestamp(Instant.parse(scalar.value()).toEpochMilli(), 0, NODE));
        } catch (DateTimeParseException | ArithmeticException | IllegalArgumentException noTime) {
            findings.wrong("time", node, wanted);
            return Optional.empty();
        }
    }

    /** A key has a value, or several in a list. */
    private void properties(YamlNode node, List<UserProperty> properties) {
        if (!(node instanceof YamlMapping mapping)) {
            findings.wrong("properties", node, "a mapping");
            return;
        }
        for (YamlMapping.Entry entry : mapping.entries()) {
            List<YamlNode> values =
                    entry.value() instanceof YamlSequence several ? several.items() : List.of(entry.value());
            for (YamlNode value : values) {
                if (value instanceof YamlScalar scalar) {
                    properties.add(new UserProperty(entry.name(), scalar.value()));
                } else {
                    findings.wrong(entry.name(), value, "text, or a list of texts");
                }
            }
        }
    }

    /** {@code KEY: VALUE} for whichever operation declares it, {@code OPERATION: {KEY: VALUE}} for one. */
    private List<Setting> settings(@Nullable YamlNode node) {
        List<Setting> settings = new ArrayList<>();
        if (node == null) {
            return settings;
        }
        if (!(node instanceof YamlMapping mapping)) {
            findings.wrong("configuration", node, "a mapping");
            return settings;
        }
        for (YamlMapping.Entry entry : mapping.entries()) {
            if (entry.value() instanceof YamlMapping ofOperation) {
                for (YamlMapping.Entry one : ofOperation.entries()) {
                    settings.add(new Setting(
                            Optional.of(entry.name()),
                            one.name(),
                            plain(one.value()),
                            one.key().position()));
                }
            } else {
                settings.add(Setting.of(
                        entry.name(), plain(entry.value()), entry.key().position()));
            }
        }
        return settings;
    }

    /** Text as it is, and all else as JSON. */
    private static String plain(YamlNode node) {
        return node instanceof YamlScalar scalar
                ? scalar.value()
                : YamlJson.of(node).toString();
    }

    private Map<String, String> texts(@Nullable YamlNode node, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (node instanceof YamlMapping mapping) {
            mapping.entries().forEach(entry -> texts.put(entry.name(), plain(entry.value())));
        } else if (node != null) {
            findings.wrong(key, node, "a mapping of keys and values");
        }
        return texts;
    }

    private Map<String, Optional<String>> finalState(@Nullable YamlNode node) {
        Map<String, Optional<String>> expected = new LinkedHashMap<>();
        if (node instanceof YamlMapping mapping) {
            for (YamlMapping.Entry entry : mapping.entries()) {
                boolean absent = entry.value() instanceof YamlScalar scalar && scalar.type() == YamlScalar.Type.NULL;
                expected.put(entry.name(), absent ? Optional.empty() : Optional.of(plain(entry.value())));
            }
        } else if (node != null) {
            findings.wrong("finalState", node, "a mapping of keys and values; null for a key that must be absent");
        }
        return expected;
    }

    /** A list for all sinks together, or a mapping of sinks and their lists. */
    private Map<String, List<JsonNode>> outputs(@Nullable YamlNode node) {
        Map<String, List<JsonNode>> outputs = new LinkedHashMap<>();
        switch (node) {
            case null -> {}
            case YamlMapping mapping ->
                mapping.entries().forEach(entry -> outputs.put(entry.name(), records(entry.value())));
            default -> outputs.put(CaseContent.ALL_SINKS, records(node));
        }
        return outputs;
    }

    private List<JsonNode> records(YamlNode node) {
        List<JsonNode> records = new ArrayList<>();
        if (!(node instanceof YamlSequence sequence)) {
            findings.wrong("outputs", node, "a list of records, or a mapping of sinks and their lists");
            return records;
        }
        for (YamlNode item : sequence.items()) {
            if (item instanceof YamlMapping record) {
                records.add(YamlJson.of(record));
            } else {
                findings.wrong("outputs", item, "a list of records, such as [{payload: {celsius: 20}}]");
            }
        }
        return records;
    }

    private Optional<ExpectedMetric> metric(YamlMapping mapping) {
        checkKeys(mapping, METRIC_KEYS, "A metric");
        Optional<String> name = text(mapping, "name");
        Optional<BigDecimal> value = number(mapping, "value");
        Optional<Long> count = number(mapping, "count").map(BigDecimal::longValue);
        Map<String, String> labels =
                texts(mapping.entry("labels").map(YamlMapping.Entry::value).orElse(null), "labels");
        if (name.isEmpty() || value.isEmpty() && count.isEmpty()) {
            findings.all()
                    .report(
                            TestkitProblem.MISSING_KEY,
                            mapping.position(),
                            "A metric must have a 'name', and a 'value' or a 'count'.",
                            "Write {name: requests, value: 3}: the sum of what was counted or measured; 'count' is how many times.");
            return Optional.empty();
        }
        return Optional.of(new ExpectedMetric(name.get(), text(mapping, "operation"), labels, value, count));
    }

    private Optional<BigDecimal> number(YamlMapping mapping, String key) {
        return mapping.entry(key).flatMap(entry -> {
            if (entry.value() instanceof YamlScalar scalar
                    && YamlJson.of(scalar).isNumber()) {
                return Optional.of(YamlJson.of(scalar).decimalValue());
            }
            findings.wrong(key, entry.value(), "a number");
            return Optional.empty();
        });
    }

    private Optional<String> text(YamlMapping mapping, String key) {
        return mapping.entry(key).flatMap(entry -> {
            if (entry.value() instanceof YamlScalar scalar && scalar.type() != YamlScalar.Type.NULL) {
                return Optional.of(scalar.value());
            }
            findings.wrong(key, entry.value(), "text");
            return Optional.empty();
        });
    }

    private void checkKeys(YamlMapping mapping, List<String> known, String what) {
        mapping.entries().stream()
                .filter(entry -> !known.contains(entry.name()))
                .forEach(entry -> findings.unknownKey(entry, what, known, known));
    }
}
