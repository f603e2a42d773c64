package dev.leat.service.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Snapshot;
import java.io.IOException;

/**
 * Holds the records of a connection against a schema: those that conform go on as they are, others are lost with all
 * their violations as the reason, and so go to the dead letters. A snapshot conforms to no schema of JSON.
 */
public final class Validation {

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private Validation() {}

    /**
     * An operator that lets pass what conforms.
     *
     * @param name of the schema, for the reason of a lost record
     */
    public static Operator operator(String name, RecordSchema schema) {
        return Operators.filter(record -> {
            check(name, schema, record.value());
            return true;
        });
    }

    private static void check(String name, RecordSchema schema, DataModel value) {
        switch (value) {
            case Message message -> check(name, schema, message.payload());
            case Bytes bytes -> check(name, schema, bytes);
            case Snapshot snapshot ->
                throw violated(name, Violations.of("/: a snapshot is no JSON: give this connection no validation"));
        }
    }

    private static void check(String name, RecordSchema schema, Bytes payload) {
        Violations violations = schema.check(parse(name, payload));
        if (!violations.isEmpty()) {
            throw violated(name, violations);
        }
    }

    private static JsonNode parse(String name, Bytes payload) {
        try {
            JsonNode tree = READER.readTree(payload.unsafeArray());
            if (tree == null || tree.isMissingNode()) {
                throw violated(name, Violations.of("/: the payload is empty"));
            }
            if (Numbers.areVast(tree)) {
                throw violated(
                        name, Violations.of("/: a number in it has more than " + Numbers.MOST_DIGITS + " digits"));
            }
            return tree;
        } catch (JsonProcessingException noJson) {
            String reason = noJson.getOriginalMessage().lines().findFirst().orElse("");
            throw violated(name, Violations.of("/: the payload is no JSON: " + reason));
        } catch (ArithmeticException | NumberFormatException outOfRange) {
            throw violated(name, Violations.of("/: a number in it is out of every range"));
        } catch (IOException impossible) {
            throw new IllegalStateException("memory can be read", impossible);
        }
    }

    private static SchemaException violated(String name, Violations violations) {
        return new SchemaException(
                SchemaProblem.VIOLATED,
                "the record does not conform to schema " + name + ", "
                        + (violations.count() == 1 ? "1 violation" : violations.count() + " violations") + ": "
                        + Wording.list(violations));
    }
}
