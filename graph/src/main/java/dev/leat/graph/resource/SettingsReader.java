package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.Fields.Context;
import dev.leat.graph.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the settings of sources and destinations, which graphs and data flows share. */
final class SettingsReader {

    private static final Words<SerializationFormat> FORMATS = Words.of(SerializationFormat.class);
    private static final Words<HeaderAction> ACTIONS = Words.of(HeaderAction.class);

    private enum HeaderAction {
        ADD_IF_NOT_PRESENT,
        ADD_OR_REPLACE,
        REMOVE
    }

    private SettingsReader() {}

    static Optional<SourceSettings> source(Fields parent, boolean inGraph) {
        String[] keys = inGraph
                ? new String[] {"endpointRef", "dataSources", "assetRef"}
                : new String[] {"endpointRef", "dataSources", "assetRef", "schemaRef", "serializationFormat"};
        return parent.requiredObject("sourceSettings", "a source's settings", keys)
                .flatMap(fields -> {
                    Optional<Placed> endpoint = fields.requiredText("endpointRef");
                    List<Placed> sources = dataSources(fields);
                    Optional<Placed> asset = fields.text("assetRef");
                    asset.ifPresent(given -> fields.report(
                            ResourceProblem.ASSET_NOT_USED,
                            fields.positionOf("assetRef"),
                            "The asset " + given.quoted() + " is not looked up.",
                            "Name its topic in 'dataSources'."));
                    Optional<SchemaReference> schema = schema(fields);
                    fields.choice("serializationFormat", FORMATS);
                    return endpoint.map(given -> new SourceSettings(given, sources, asset.map(Placed::value), schema));
                });
    }

    private static List<Placed> dataSources(Fields fields) {
        Context context = fields.context();
        List<Placed> sources = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (YamlNode node : fields.filledList("dataSources").orElse(List.of())) {
            Optional<Placed> source = Scalars.filled("dataSources", node, context);
            source.ifPresent(given -> checkDataSource(given, seen, context));
            source.map(given -> new Placed(Topics.normalized(given.value()), given.position()))
                    .ifPresent(sources::add);
        }
        return sources;
    }

    private static void checkDataSource(Placed source, Set<String> seen, Context context) {
        Optional<String> fault = Topics.faultInFilter(source.value());
        if (fault.isPresent()) {
            context.report(
                    ResourceProblem.BAD_TOPIC_FILTER,
                    source.position(),
                    source.quoted() + " is no topic filter. " + fault.get(),
                    "Write a filter such as 'sensor/+/raw' or 'sensor/#'.");
        } else if (!Topics.normalized(source.value()).equals(source.value())) {
            context.report(
                    ResourceProblem.SHARED_SPELLING,
                    source.position(),
                    "'$shared' is read as MQTT's '$share'.",
                    "Write '$share'.");
        }
        if (!seen.add(source.value())) {
            context.report(
                    ResourceProblem.DUPLICATE_DATA_SOURCE,
                    source.position(),
                    "The data source " + source.quoted() + " is given already.",
                    "Remove one of the two.");
        }
    }

    static Optional<DestinationSettings> destination(Fields parent, boolean inGraph) {
        String[] keys = inGraph
                ? new String[] {"endpointRef", "dataDestination", "headers", "outputSchemaSettings"}
                : new String[] {"endpointRef", "dataDestination", "headers"};
        return parent.requiredObject("destinationSettings", "a destination's settings", keys)
                .flatMap(fields -> {
                    Optional<Placed> endpoint = fields.requiredText("endpointRef");
                    Optional<DestinationTopic> topic = fields.requiredText("dataDestination")
                            .map(given -> topic(given, inGraph, fields.context()));
                    List<Header> headers = headers(fields);
                    Optional<OutputSchema> output = fields.object(
                                    "outputSchemaSettings",
                                    "output schema settings",
                                    "serializationFormat",
                                    "schemaRef")
                            .flatMap(SettingsReader::outputSchema);
                    return endpoint.flatMap(
                            given -> topic.map(known -> new DestinationSettings(given, known, headers, output)));
                });
    }

    private static Optional<OutputSchema> outputSchema(Fields fields) {
        Optional<Placed> given = fields.requiredText("serializationFormat");
        Optional<SerializationFormat> format =
                given.flatMap(text -> Scalars.choice("serializationFormat", text, FORMATS, fields.context()));
        Optional<SchemaReference> schema = schema(fields);
        return format.map(known -> new OutputSchema(known, schema, given.get()));
    }

    private static DestinationTopic topic(Placed given, boolean inGraph, Context context) {
        List<String> unknown = new ArrayList<>();
        DestinationTopic topic = new DestinationTopic(given, Topics.parts(given.value(), unknown));
        boolean outputInFlow = !inGraph && topic.parts().contains(new DestinationTopic.Part.OutputTopic());
        if (!unknown.isEmpty() || outputInFlow) {
            String variable = unknown.isEmpty() ? "${outputTopic}" : unknown.getFirst();
            context.report(
                    ResourceProblem.UNKNOWN_TOPIC_VARIABLE,
                    given.position(),
                    "The topic " + given.quoted() + " has the variable " + Quote.of(variable)
                            + (outputInFlow && unknown.isEmpty()
                                    ? ", which only graphs set."
                                    : ", which there is not."),
                    inGraph
                            ? "Write ${inputTopic}, ${inputTopic.N} with N from 1, or ${outputTopic}."
                            : "Write ${inputTopic}, or ${inputTopic.N} with N from 1.");
            return topic;
        }
        topic.parts().stream()
                .filter(DestinationTopic.Part.Text.class::isInstance)
                .map(part -> Topics.faultInTopic(((DestinationTopic.Part.Text) part).value()))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(fault -> context.report(
                        ResourceProblem.BAD_TOPIC,
                        given.position(),
                        given.quoted() + " is no topic to publish to. " + fault,
                        "Write a topic such as 'sensor/processed'."));
        return topic;
    }

    private static List<Header> headers(Fields parent) {
        List<Header> headers = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (YamlNode node : parent.list("headers")) {
            Fields.of(node, parent.context(), "a header", List.of("actionType", "key", "value"))
                    .flatMap(SettingsReader::header)
                    .ifPresent(header -> {
                        headers.add(header);
                        if (!seen.add(header.key().value())) {
                            parent.report(
                                    ResourceProblem.DUPLICATE_HEADER,
                                    header.key().position(),
                                    "The header " + header.key().quoted() + " is treated already.",
                                    "Remove one of the two, if it is not meant.");
                        }
                    });
        }
        return headers;
    }

    private static Optional<Header> header(Fields fields) {
        Optional<HeaderAction> action = fields.requiredChoice("actionType", ACTIONS);
        Optional<Placed> key = fields.requiredText("key");
        if (action.isEmpty()) {
            return Optional.empty();
        }
        if (action.get() == HeaderAction.REMOVE) {
            fields.withoutEffect("value", "the header is removed");
            return key.map(Header.Remove::new);
        }
        Optional<Placed> value = fields.anyText("value");
        return key.flatMap(given -> value.map(text -> action.get() == HeaderAction.ADD_OR_REPLACE
                ? new Header.AddOrReplace(given, text.value())
                : new Header.AddIfNotPresent(given, text.value())));
    }

    /** The schema that {@code schemaRef} names. */
    static Optional<SchemaReference> schema(Fields fields) {
        return fields.text("schemaRef").flatMap(text -> {
            Optional<SchemaReference> schema = SchemaReference.parse(text.value());
            if (schema.isEmpty() && !Scalars.hasPlaceholder(text.value())) {
                fields.report(
                        ResourceProblem.BAD_SCHEMA_REFERENCE,
                        text.position(),
                        text.quoted() + " is no reference to a schema.",
                        "Write aio-sr://NAMESPACE/NAME:VERSION, aio-sr://NAME:VERSION or NAME:VERSION.");
            }
            return schema;
        });
    }
}
