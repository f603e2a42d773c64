package dev.leat.service.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.operator.service.SchemaRegistry;
import dev.leat.operator.service.SchemaRegistryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A directory of schemas as a registry. {@code NAME/VERSION.json} is a version of a schema, {@code NAME.json} its version
 * {@code 1}; the content decides about the format. What else a registry knows of it, such as its description, stands in
 * {@code NAME/VERSION.about} as JSON, and need not be there.
 *
 * <p>All schemas are read and checked when the directory is opened. Safe for use by many threads; of processes, one may
 * write.
 */
public final class SchemaDirectory implements SchemaRegistry {

    /** How many versions of schemas a directory holds at most. */
    public static final int MAXIMUM_SCHEMAS = 10_000;

    private static final String SUFFIX = ".json";
    private static final String ABOUT = ".about";
    private static final String FIRST = "1";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path directory;
    private final String namespace;
    private final Map<Key, Schema> schemas = new ConcurrentHashMap<>();

    private record Key(String name, String version) {}

    private SchemaDirectory(Path directory, String namespace) {
        this.directory = directory;
        this.namespace = namespace;
    }

    /**
     * Reads all schemas of a directory.
     *
     * @param namespace what its schemas say as their namespace, but for those whose {@code about} says another
     * @throws SchemaException with file, line and column of everything that is wrong with any of them
     */
    public static SchemaDirectory open(Path directory, String namespace) {
        SchemaDirectory opened = new SchemaDirectory(directory, namespace);
        opened.readAll();
        return opened;
    }

    /** The same, for writing too: the directory is made where it is not there. */
    public static SchemaDirectory create(Path directory, String namespace) {
        try {
            Files.createDirectories(directory);
        } catch (IOException unwritable) {
            throw failed(directory, "made", unwritable);
        }
        return open(directory, namespace);
    }

    private void readAll() {
        List<String> complaints = new ArrayList<>();
        SchemaProblem first = SchemaProblem.FILE;
        for (Path entry : list(directory)) {
            List<Path> files = Files.isDirectory(entry) ? list(entry) : List.of(entry);
            for (Path file : files) {
                try {
                    readOne(file, Files.isDirectory(entry));
                } catch (SchemaException broken) {
                    first = complaints.isEmpty() ? broken.problem() : first;
                    complaints.add(String.valueOf(broken.getMessage()).replaceFirst("^LEAT-SCHEMA-\\d+: ", ""));
                }
            }
        }
        if (!complaints.isEmpty()) {
            throw new SchemaException(first, String.join("\n", complaints));
        }
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> !String.valueOf(entry.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw failed(directory, "read", unreadable);
        }
    }

    private void readOne(Path file, boolean versioned) {
        String fileName = String.valueOf(file.getFileName());
        if (!fileName.endsWith(SUFFIX) || Files.isDirectory(file)) {
            return;
        }
        String stem = fileName.substring(0, fileName.length() - SUFFIX.length());
        String name =
                versioned ? String.valueOf(file.toAbsolutePath().getParent().getFileName()) : stem;
        String version = versioned ? stem : FIRST;
        if (!SchemaReference.isName(name) || !SchemaReference.isName(version)) {
            throw new SchemaException(
                    SchemaProblem.NAME,
                    file + ": '" + name + "' and '" + version + "' cannot be a schema's name and version: letters,"
                            + " digits, '.', '_' and '-' are allowed");
        }
        if (schemas.size() == MAXIMUM_SCHEMAS) {
            throw new SchemaException(
                    SchemaProblem.TOO_LARGE, directory + ": there are more than " + MAXIMUM_SCHEMAS + " schemas");
        }
        SchemaFiles.SchemaFile read = SchemaFiles.read(file);
        Schema schema = about(file.resolveSibling(stem + ABOUT), name, version, read.format(), read.content());
        if (schemas.putIfAbsent(new Key(name, version), schema) != null) {
            throw new SchemaException(
                    SchemaProblem.DUPLICATE,
                    file + ": version " + version + " of schema '" + name + "' is there twice: as " + name + SUFFIX
                            + " and as " + name + "/" + version + SUFFIX);
        }
    }

    private Schema about(Path file, String name, String version, Format format, String content) {
        JsonNode about = Files.isRegularFile(file)
                ? new JsonText(file.toString(), SchemaFiles.text(file)).tree()
                : JsonNodeFactory.instance.objectNode();
        Map<String, String> tags = new TreeMap<>();
        about.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        return new Schema(
                name,
                text(about, "namespace").orElse(namespace),
                version,
                format,
                content,
                Optional.of(hash(content)),
                text(about, "description"),
                text(about, "displayName"),
                tags);
    }

    private static Optional<String> text(JsonNode node, String key) {
        return Optional.ofNullable(node.path(key).textValue());
    }

    /** The SHA-256 of a schema's text, in hexadecimal. */
    public static String hash(String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each Java has SHA-256", impossible);
        }
    }

    @Override
    public Schema get(String name, String version, Duration timeout) {
        Schema schema = schemas.get(new Key(name, version));
        if (schema == null) {
            throw new SchemaRegistryException(
                    SchemaRegistryException.Reason.NOT_FOUND,
                    "there is no version " + version + " of schema '" + name + "' in " + directory);
        }
        return schema;
    }

    /** All schemas, by name and version. */
    public List<Schema> all() {
        return schemas.values().stream()
                .sorted((one, other) -> one.name().equals(other.name())
                        ? one.version().compareTo(other.version())
                        : one.name().compareTo(other.name()))
                .toList();
    }

    /**
     * Keeps a version of a schema; it is on the disk when this returns. The same again changes nothing.
     *
     * @param schema its namespace and hash are not looked at: the directory says them
     * @return the schema as it is kept
     * @throws SchemaException where it is no schema, {@link SchemaProblem#DUPLICATE} where the version is there with
     *     another content
     */
    public synchronized Schema put(Schema schema) {
        if (!SchemaReference.isName(schema.name()) || !SchemaReference.isName(schema.version())) {
            throw new SchemaException(
                    SchemaProblem.NAME,
                    "'" + schema.name() + "' and '" + schema.version() + "' cannot be a schema's name and version:"
                            + " letters, digits, '.', '_' and '-' are allowed");
        }
        Key key = new Key(schema.name(), schema.version());
        Schema there = schemas.get(key);
        if (there != null) {
            if (there.content().equals(schema.content()) && there.format() == schema.format()) {
                return there;
            }
            throw new SchemaException(
                    SchemaProblem.DUPLICATE,
                    "version " + schema.version() + " of schema '" + schema.name()
                            + "' is there with another content: versions do not change; put a new one");
        }
        if (schemas.size() == MAXIMUM_SCHEMAS) {
            throw new SchemaException(
                    SchemaProblem.TOO_LARGE, "the directory holds " + MAXIMUM_SCHEMAS + " schemas, and takes no more");
        }
        check(schema);
        Schema kept = new Schema(
                schema.name(),
                namespace,
                schema.version(),
                schema.format(),
                schema.content(),
                Optional.of(hash(schema.content())),
                schema.description(),
                schema.displayName(),
                schema.tags());
        write(kept);
        schemas.put(key, kept);
        return kept;
    }

    private static void check(Schema schema) {
        String place = schema.name() + ":" + schema.version();
        RecordSchema.read(place, schema.content(), schema.format());
        Format read = SchemaFormats.of(new JsonText(place, schema.content()).tree());
        if (read != schema.format()) {
            throw new SchemaException(
                    SchemaProblem.UNKNOWN_FORMAT,
                    place + ": the schema is said to be " + SchemaFormats.name(schema.format()) + ", and is "
                            + SchemaFormats.name(read) + " by its '$schema'");
        }
    }

    private void write(Schema schema) {
        Path folder = directory.resolve(schema.name());
        try {
            Files.createDirectories(folder);
            ObjectNode about = JSON.createObjectNode().put("namespace", schema.namespace());
            schema.description().ifPresent(text -> about.put("description", text));
            schema.displayName().ifPresent(text -> about.put("displayName", text));
            ObjectNode tags = about.putObject("tags");
            new LinkedHashMap<>(schema.tags()).forEach(tags::put);
            // The schema comes last: it is what makes the version be there.
            write(folder, schema.version() + ABOUT, JSON.writeValueAsBytes(about));
            write(folder, schema.version() + SUFFIX, schema.content().getBytes(StandardCharsets.UTF_8));
            force(directory);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts are JSON", impossible);
        } catch (IOException unwritable) {
            throw failed(folder, "written", unwritable);
        }
    }

    private static void write(Path folder, String name, byte[] content) throws IOException {
        Path fresh = folder.resolve("." + name + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(folder);
    }

    /** A directory is a file, too: its new entries are on the disk when it was forced. */
    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException notHere) {
            // Windows opens no directories, and keeps names safe by itself.
        }
    }

    private static SchemaException failed(Path place, String what, IOException failure) {
        return new SchemaException(
                SchemaProblem.FILE, place + ": the directory of schemas cannot be " + what + ": " + failure, failure);
    }
}
