package dev.leat.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.dataflow.data.Bytes;
import dev.leat.graph.Setting;
import dev.leat.graph.diagnostic.Nearest;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.operator.OperatorSettings;
import dev.leat.runtime.GraphOptions;
import dev.leat.service.schema.SchemaFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands beside a graph for local runs: {@code hostapp.env.list}, an env file as Docker reads it, and {@code
 * statestore.json}, what the state store holds at first. Of the env file two keys matter, {@code
 * TK_CONFIGURATION_PARAMETERS} (as {@code key=value;key=value}, or as a JSON object) and {@code TK_SCHEMA_CONFIG_PATH};
 * others are the product's own business.
 *
 * @param settings what the graph's parameters are set to
 * @param schema the schema that modules are to get, where one is named
 * @param state the file with the state store's content, where there is one
 */
public record GraphFolder(List<Setting> settings, Optional<Path> schema, Optional<Path> state) {

    private static final String ENVIRONMENT = "hostapp.env.list";
    private static final String STATE = "statestore.json";
    private static final String PARAMETERS = "TK_CONFIGURATION_PARAMETERS";
    private static final String SCHEMA = "TK_SCHEMA_CONFIG_PATH";
    private static final List<String> KEYS = List.of(PARAMETERS, SCHEMA);

    public GraphFolder {
        settings = List.copyOf(settings);
    }

    /**
     * Reads what stands beside a graph definition; nothing of it has to be there.
     *
     * @throws TestkitException {@link TestkitProblem#ENVIRONMENT_UNUSABLE} with file and line
     */
    public static GraphFolder beside(Path graph) {
        Path environment = graph.resolveSibling(ENVIRONMENT);
        List<Setting> settings = new ArrayList<>();
        Optional<Path> schema = Optional.empty();
        List<String> lines =
                content(environment).map(String::lines).map(all -> all.toList()).orElse(List.of());
        for (int index = 0; index < lines.size(); index++) {
            String line = lines.get(index).strip();
            int equals = line.indexOf('=');
            if (line.isEmpty() || line.startsWith("#") || equals < 0) {
                continue;
            }
            Position position = new Position(environment.toString(), index + 1, 1);
            String key = line.substring(0, equals).strip();
            String value = unquoted(line.substring(equals + 1).strip());
            switch (key) {
                case PARAMETERS -> settings.addAll(parameters(value, position));
                case SCHEMA -> schema = schema(graph, value, position);
                default -> checkSpelling(key, position);
            }
        }
        return new GraphFolder(settings, schema, state(graph.resolveSibling(STATE)));
    }

    /**
     * The options with the schema, where there is one: every module gets it, after those that the options give.
     *
     * @throws dev.leat.service.schema.SchemaException where it is no schema, with file, line and column
     */
    public GraphOptions withSchema(GraphOptions options) {
        if (schema.isEmpty()) {
            return options;
        }
        List<OperatorSettings.Schema> schemas =
                new ArrayList<>(options.schemas().modules());
        schemas.add(SchemaFiles.read(schema.get()).forModules());
        return options.withSchemas(schemas);
    }

    private static Optional<String> content(Path file) {
        try {
            Bytes bytes = Bytes.of(Files.readAllBytes(file));
            return Optional.of(bytes.asStrictUtf8()
                    .orElseThrow(() -> unusable(Position.startOf(file.toString()), "the file is not UTF-8")));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException failure) {
            throw unusable(Position.startOf(file.toString()), "the file cannot be read: " + failure.getMessage());
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static void checkSpelling(String key, Position position) {
        Nearest.typoOf(key, KEYS).ifPresent(near -> {
            throw unusable(position, Quote.of(key) + " has no effect. Did you mean '" + near + "'?");
        });
    }

    private static List<Setting> parameters(String value, Position position) {
        return value.startsWith("{") ? fromJson(value, position) : fromPairs(value, position);
    }

    private static List<Setting> fromPairs(String value, Position position) {
        List<Setting> settings = new ArrayList<>();
        for (String pair : value.split(";")) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 0 || pair.substring(0, equals).isBlank()) {
                throw unusable(
                        position,
                        Quote.of(pair.strip()) + " is no key=value. Write " + PARAMETERS
                                + "=key=value;key=value, or a JSON object where values have a ';'");
            }
            settings.add(Setting.of(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip(),
                    position));
        }
        return settings;
    }

    /** Values that are no text are given to modules as JSON. */
    private static List<Setting> fromJson(String value, Position position) {
        try {
            JsonNode object = Json.parse(value);
            return object.properties().stream()
                    .map(entry -> Setting.of(
                            entry.getKey(),
                            entry.getValue().isTextual()
                                    ? entry.getValue().textValue()
                                    : entry.getValue().toString(),
                            position))
                    .toList();
        } catch (JsonProcessingException notJson) {
            throw unusable(
                    position, PARAMETERS + " begins with '{' and is no JSON object: " + notJson.getOriginalMessage());
        }
    }

    private static Optional<Path> schema(Path graph, String value, Position position) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Path schema = graph.resolveSibling(value);
        if (!Files.isRegularFile(schema)) {
            throw unusable(position, SCHEMA + " names no file: " + schema);
        }
        return Optional.of(schema);
    }

    private static Optional<Path> state(Path file) {
        return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    private static TestkitException unusable(Position position, String reason) {
        return new TestkitException(TestkitProblem.ENVIRONMENT_UNUSABLE, position + ": " + reason);
    }
}
