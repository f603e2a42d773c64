package dev.leat.service.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import com.networknt.schema.path.PathType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A JSON Schema of draft-07. Nothing that it refers to is fetched: references stay in the document. */
final class JsonRecordSchema implements RecordSchema {

    private static final String DRAFT_07 = "http://json-schema.org/draft-07/schema";

    private static final Set<String> DIALECTS = Set.of(
            DRAFT_07,
            DRAFT_07 + "#",
            "https://json-schema.org/draft-07/schema",
            "https://json-schema.org/draft-07/schema#");

    private static final Logger LOG = LoggerFactory.getLogger(JsonRecordSchema.class);

    /**
     * Those of draft-07, and two of its successors. The library has more, of which {@code utc-millisec} takes minutes for a
     * long text.
     */
    private static final Set<String> FORMATS = Set.of(
            "date",
            "time",
            "date-time",
            "email",
            "idn-email",
            "hostname",
            "idn-hostname",
            "ipv4",
            "ipv6",
            "uri",
            "uri-reference",
            "uri-template",
            "iri",
            "iri-reference",
            "json-pointer",
            "relative-json-pointer",
            "regex",
            "duration",
            "uuid");

    /** Draft-07; the library would log what {@link Keywords} tells, once for all schemas and without a place. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft7())
            .formats(formats -> formats.keySet().retainAll(FORMATS))
            .keyword(new UniqueItems())
            .unknownKeywordFactory((keyword, context) -> new AnnotationKeyword(keyword))
            .build();

    private final String place;
    private final Schema schema;

    private JsonRecordSchema(String place, Schema schema) {
        this.place = place;
        this.schema = schema;
    }

    static JsonRecordSchema read(JsonText text) {
        JsonNode tree = text.tree();
        if (!tree.isObject() && !tree.isBoolean()) {
            throw new SchemaException(
                    SchemaProblem.BROKEN,
                    text.position(JsonPointer.empty())
                            + ": a JSON Schema is an object or a boolean\n  hint: write {\"type\": \"object\", ...}");
        }
        if (Numbers.areVast(tree)) {
            throw new SchemaException(
                    SchemaProblem.BROKEN,
                    text.position(JsonPointer.empty()) + ": a number in it has more than " + Numbers.MOST_DIGITS
                            + " digits\n  hint: write one that a double can hold");
        }
        checkDialect(text, tree);
        SchemaRegistry registry = registry();
        checkRules(text, tree, registry);
        References.check(text, tree);
        warn(Keywords.unknown(text, tree));
        return compile(text, withoutDialect(tree), registry);
    }

    /** No error: JSON Schema lets schemas have keywords of their own. */
    private static void warn(List<String> unknown) {
        for (String one : unknown) {
            LOG.warn("{}: {}", SchemaProblem.UNKNOWN_KEYWORD.code(), one);
        }
    }

    /** One for each schema: a registry keeps what it has read under its identifiers. */
    private static SchemaRegistry registry() {
        return SchemaRegistry.withDialect(
                DIALECT,
                builder -> builder.schemaLoader(loader -> loader.fetchRemoteResources(false)
                                .allow(iri -> iri.toString().startsWith(DRAFT_07)))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                .locale(Locale.ROOT)
                                .formatAssertionsEnabled(true)
                                .regularExpressionFactory(CountedPattern::compile)
                                .build()));
    }

    private static void checkDialect(JsonText text, JsonNode tree) {
        JsonNode dialect = tree.path("$schema");
        if (dialect.isTextual() && !DIALECTS.contains(dialect.textValue())) {
            throw new SchemaException(
                    SchemaProblem.UNKNOWN_FORMAT,
                    text.position(JsonPointer.compile("/$schema")) + ": '" + dialect.textValue()
                            + "' is a format that Leat does not know\n  hint: write the schema in draft-07 ("
                            + DRAFT_07 + "#), or in Delta/1.0");
        }
    }

    /** Which dialect it is was checked; the library knows only one spelling of it. */
    private static JsonNode withoutDialect(JsonNode tree) {
        return tree instanceof ObjectNode object ? object.deepCopy().without("$schema") : tree;
    }

    private static void checkRules(JsonText text, JsonNode tree, SchemaRegistry registry) {
        List<Error> broken =
                registry.getSchema(SchemaLocation.of(DRAFT_07 + "#")).validate(tree);
        if (broken.isEmpty()) {
            return;
        }
        Set<String> lines = new TreeSet<>();
        for (Error error : broken.subList(0, Math.min(broken.size(), Wording.MOST_COMPLAINTS))) {
            JsonPointer pointer =
                    JsonPointer.compile(error.getInstanceLocation().toString());
            lines.add(text.position(pointer) + ": " + pointer + ": " + error.getMessage());
        }
        throw new SchemaException(
                SchemaProblem.BROKEN,
                String.join("\n  ", lines) + "\n  hint: the schema breaks the rules of draft-07; correct these places");
    }

    private static JsonRecordSchema compile(JsonText text, JsonNode tree, SchemaRegistry registry) {
        try {
            Schema schema = registry.getSchema(tree);
            schema.initializeValidators();
            return new JsonRecordSchema(text.place(), schema);
        } catch (RuntimeException | StackOverflowError unusable) {
            throw new SchemaException(
                    SchemaProblem.BROKEN,
                    text.position(JsonPointer.empty()) + ": the schema cannot be used: "
                            + Wording.oneLine(String.valueOf(unusable.getMessage()))
                            + "\n  hint: look for references that lead nowhere, or in a circle",
                    unusable);
        }
    }

    @Override
    public Violations check(JsonNode value) {
        Work work = Work.of(value);
        try {
            Violations violations = ScopedValue.where(CountedPattern.WORK, work).call(() -> check(value, work));
            // Where the library took the exception for a text that does not match, say.
            if (work.isSpent()) {
                throw work.tooMuch(place);
            }
            return violations;
        } catch (Work.SpentException spent) {
            throw work.tooMuch(place);
        } catch (StackOverflowError deep) {
            return Violations.of(
                    "/: the value cannot be held against the schema, which refers to itself without end, or"
                            + " has a pattern that goes too deep for this text");
        }
    }

    private Violations check(JsonNode value, Work work) {
        CountedContext context =
                new CountedContext(schema.createExecutionContext().getExecutionConfig(), work);
        Violations violations = new Violations();
        for (Error error : schema.validate(context, value, OutputFormat.DEFAULT)) {
            if (violations.isRoom()) {
                String where = error.getInstanceLocation().toString();
                violations.add((where.isEmpty() ? "/" : where) + ": " + error.getMessage());
            } else {
                violations.addUntold();
            }
        }
        return violations;
    }
}
