package dev.leat.component.conformance.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A value as a script writes it: with its type, but without the names of the types that it is of. */
sealed interface SuiteValue {

    record Bool(boolean value) implements SuiteValue {}

    /** An integer of any width and sign. */
    record Int(String type, BigInteger value) implements SuiteValue {}

    /** Written as its bits. */
    record F32(float value) implements SuiteValue {}

    /** Written as its bits. */
    record F64(double value) implements SuiteValue {}

    /** A Unicode scalar value. */
    record Char(int value) implements SuiteValue {}

    record Text(String value) implements SuiteValue {}

    record Sequence(List<SuiteValue> elements) implements SuiteValue {}

    record Tuple(List<SuiteValue> elements) implements SuiteValue {}

    /**
     * A record.
     *
     * @param fields by name, in the order written
     */
    record Structure(Map<String, SuiteValue> fields) implements SuiteValue {}

    record Case(String name, Optional<SuiteValue> payload) implements SuiteValue {}

    record Enumerated(String name) implements SuiteValue {}

    record Flags(List<String> names) implements SuiteValue {}

    record Option(Optional<SuiteValue> some) implements SuiteValue {}

    record Outcome(boolean ok, Optional<SuiteValue> payload) implements SuiteValue {}

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException where it is of a type that no script had when this was written
     */
    static SuiteValue read(JsonNode node) {
        String type = node.get("type").asText();
        JsonNode value = node.path("value");
        return switch (type) {
            case "bool" -> new Bool(value.asBoolean());
            case "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64" -> new Int(type, new BigInteger(value.asText()));
            case "f32" -> new F32(Float.intBitsToFloat(Integer.parseUnsignedInt(value.asText())));
            case "f64" -> new F64(Double.longBitsToDouble(Long.parseUnsignedLong(value.asText())));
            case "char" -> new Char(value.asText().codePointAt(0));
            case "string" -> new Text(value.asText());
            case "list" -> new Sequence(readAll(value));
            case "tuple" -> new Tuple(readAll(value));
            case "record" -> {
                Map<String, SuiteValue> fields = new LinkedHashMap<>();
                value.forEach(field -> fields.put(field.get(0).asText(), read(field.get(1))));
                yield new Structure(fields);
            }
            case "variant" -> new Case(value.get("case").asText(), readOptional(value.path("payload")));
            case "enum" -> new Enumerated(value.asText());
            case "flags" -> {
                List<String> names = new ArrayList<>();
                value.forEach(name -> names.add(name.asText()));
                yield new Flags(names);
            }
            case "option" -> new Option(readOptional(value));
            case "result" ->
                value.has("Ok")
                        ? new Outcome(true, readOptional(value.get("Ok")))
                        : new Outcome(false, readOptional(value.get("Err")));
            default -> throw new IllegalArgumentException("a script has a value of the unknown type " + type);
        };
    }

    static List<SuiteValue> readAll(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(SuiteValue::read)
                .toList();
    }

    private static Optional<SuiteValue> readOptional(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(read(node));
    }
}
