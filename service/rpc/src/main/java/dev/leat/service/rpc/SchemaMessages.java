package dev.leat.service.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.SchemaRegistry.Format;
import dev.leat.operator.service.SchemaRegistry.Schema;
import dev.leat.operator.service.SchemaRegistryException;
import dev.leat.operator.service.SchemaRegistryException.Reason;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The JSON of the schema registry service: requests, schemas and errors. */
final class SchemaMessages {

    static final String JSON_SCHEMA = "JsonSchema/draft-07";
    static final String DELTA = "Delta/1.0";
    static final String MESSAGE_SCHEMA = "MessageSchema";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What a get asks for. */
    record Get(String name, String version) {}

    private SchemaMessages() {}

    static Bytes encode(Get get) {
        return bytes(JSON.createObjectNode().put("name", get.name()).put("version", get.version()));
    }

    static Bytes encode(WritableSchemaRegistry.Draft draft) {
        ObjectNode node = JSON.createObjectNode()
                .put("format", word(draft.format()))
                .put("schemaType", MESSAGE_SCHEMA)
                .put("schemaContent", draft.content())
                .put("version", draft.version());
        describe(node, draft.description(), draft.displayName(), draft.tags());
        return bytes(node);
    }

    static Bytes encode(Schema schema) {
        ObjectNode node = JSON.createObjectNode();
        ObjectNode inner = node.putObject("schema")
                .put("name", schema.name())
                .put("namespace", schema.namespace())
                .put("format", word(schema.format()))
                .put("schemaType", MESSAGE_SCHEMA)
                .put("version", schema.version())
                .put("schemaContent", schema.content());
        schema.hash().ifPresent(hash -> inner.put("hash", hash));
        describe(inner, schema.description(), schema.displayName(), schema.tags());
        return bytes(node);
    }

    static Bytes error(SchemaRegistryException failure) {
        int code = switch (failure.reason()) {
            case REQUEST -> 400;
            case NOT_FOUND -> 404;
            case INTERNAL, TIMEOUT, NOT_AVAILABLE -> 500;
        };
        ObjectNode node = JSON.createObjectNode();
        node.putObject("error").put("code", code).put("message", String.valueOf(failure.getMessage()));
        return bytes(node);
    }

    private static void describe(
            ObjectNode node, Optional<String> description, Optional<String> displayName, Map<String, String> tags) {
        description.ifPresent(text -> node.put("description", text));
        displayName.ifPresent(text -> node.put("displayName", text));
        if (!tags.isEmpty()) {
            ObjectNode all = node.putObject("tags");
            tags.forEach(all::put);
        }
    }

    /** @throws SchemaRegistryException {@link Reason#REQUEST} that says what is wrong */
    static Get readGet(Bytes payload) {
        JsonNode node = object(payload, Reason.REQUEST);
        return new Get(text(node, "name", Reason.REQUEST), text(node, "version", Reason.REQUEST));
    }

    /** @throws SchemaRegistryException {@link Reason#REQUEST} that says what is wrong */
    static WritableSchemaRegistry.Draft readDraft(Bytes payload) {
        JsonNode node = object(payload, Reason.REQUEST);
        String type = text(node, "schemaType", Reason.REQUEST);
        if (!type.equals(MESSAGE_SCHEMA)) {
            throw new SchemaRegistryException(Reason.REQUEST, "schemaType is '" + type + "', not " + MESSAGE_SCHEMA);
        }
        return new WritableSchemaRegistry.Draft(
                format(node, Reason.REQUEST),
                text(node, "schemaContent", Reason.REQUEST),
                text(node, "version", Reason.REQUEST),
                optional(node, "description"),
                optional(node, "displayName"),
                tags(node));
    }

    /** @throws SchemaRegistryException the error that the registry answered, or {@link Reason#INTERNAL} */
    static Schema readSchema(Bytes payload) {
        JsonNode node = object(payload, Reason.INTERNAL);
        JsonNode error = node.path("error");
        if (error.isObject()) {
            throw refused(error);
        }
        JsonNode schema = node.path("schema");
        if (!schema.isObject()) {
            throw new SchemaRegistryException(
                    Reason.INTERNAL, RpcProblem.BAD_ANSWER.says("the registry answered neither schema nor error"));
        }
        return new Schema(
                text(schema, "name", Reason.INTERNAL),
                optional(schema, "namespace").orElse(""),
                text(schema, "version", Reason.INTERNAL),
                format(schema, Reason.INTERNAL),
                text(schema, "schemaContent", Reason.INTERNAL),
                optional(schema, "hash"),
                optional(schema, "description"),
                optional(schema, "displayName"),
                tags(schema));
    }

    private static SchemaRegistryException refused(JsonNode error) {
        StringBuilder what = new StringBuilder(error.path("message").asText("no message"));
        optional(error, "target")
                .ifPresent(target -> what.append(" (").append(target).append(')'));
        JsonNode inner = error.path("innerError");
        if (inner.isObject()) {
            what.append(": ")
                    .append(inner.path("message").asText(inner.path("code").asText("")));
        }
        Reason reason = switch (code(error.path("code"))) {
            case 400 -> Reason.REQUEST;
            case 404 -> Reason.NOT_FOUND;
            default -> Reason.INTERNAL;
        };
        return new SchemaRegistryException(reason, RpcProblem.REFUSED.says("the registry answered: " + what));
    }

    /** The documents have names and numbers for codes. */
    private static int code(JsonNode code) {
        return switch (code.asText("")) {
            case "400", "BadRequest" -> 400;
            case "404", "NotFound" -> 404;
            default -> 500;
        };
    }

    private static JsonNode object(Bytes payload, Reason reason) {
        try {
            JsonNode node = JSON.readTree(payload.unsafeArray());
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (IOException malformed) {
            throw new SchemaRegistryException(reason, "the payload is no JSON", malformed);
        }
        throw new SchemaRegistryException(reason, "the payload is no JSON object");
    }

    private static String text(JsonNode node, String field, Reason reason) {
        return optional(node, field)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new SchemaRegistryException(reason, field + " is missing"));
    }

    /** A version may be a number. */
    private static Optional<String> optional(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }

    private static Format format(JsonNode node, Reason reason) {
        String word = text(node, "format", reason);
        return switch (word) {
            case JSON_SCHEMA -> Format.JSON_SCHEMA;
            case DELTA -> Format.DELTA;
            default ->
                throw new SchemaRegistryException(
                        reason, "format is '" + word + "', neither " + JSON_SCHEMA + " nor " + DELTA);
        };
    }

    private static String word(Format format) {
        return switch (format) {
            case JSON_SCHEMA -> JSON_SCHEMA;
            case DELTA -> DELTA;
        };
    }

    private static Map<String, String> tags(JsonNode node) {
        Map<String, String> tags = new LinkedHashMap<>();
        node.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        return tags;
    }

    private static Bytes bytes(ObjectNode node) {
        try {
            return Bytes.of(JSON.writeValueAsBytes(node));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
