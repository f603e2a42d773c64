package dev.leat.service.schema;

import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.OperatorSettings;
import dev.leat.operator.service.SchemaRegistry.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads schemas from files. */
public final class SchemaFiles {

    /** The largest schema, in bytes. */
    public static final int MAXIMUM_BYTES = 1 << 20;

    private static final String SUFFIX = ".json";

    private SchemaFiles() {}

    /**
     * A schema in a file of its own, checked.
     *
     * @param name of the file, without {@code .json}
     */
    public record SchemaFile(String name, Format format, String content, RecordSchema schema) {

        /** The schema as modules see it. */
        public OperatorSettings.Schema forModules() {
            return new OperatorSettings.Schema(name, SchemaFormats.mediaType(format), content);
        }
    }

    /** @throws SchemaException with file, line and column, where it cannot be read or used */
    public static SchemaFile read(Path file) {
        String place = file.toString();
        String content = text(file);
        Format format = SchemaFormats.of(new JsonText(place, content).tree());
        String name = String.valueOf(file.getFileName());
        return new SchemaFile(
                name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name,
                format,
                content,
                RecordSchema.read(place, content, format));
    }

    static String text(Path file) {
        try {
            if (Files.size(file) > MAXIMUM_BYTES) {
                throw tooLarge(file.toString());
            }
            return Bytes.of(Files.readAllBytes(file))
                    .asStrictUtf8()
                    .orElseThrow(
                            () -> new SchemaException(SchemaProblem.NOT_JSON, file + ":1:1: the file is not UTF-8"));
        } catch (NoSuchFileException missing) {
            throw new SchemaException(SchemaProblem.FILE, file + ": there is no such file", missing);
        } catch (IOException unreadable) {
            throw new SchemaException(
                    SchemaProblem.FILE, file + ": the schema cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    static void checkSize(String place, String content) {
        if (content.length() > MAXIMUM_BYTES || content.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_BYTES) {
            throw tooLarge(place);
        }
    }

    private static SchemaException tooLarge(String place) {
        return new SchemaException(
                SchemaProblem.TOO_LARGE, place + ": the schema is larger than " + MAXIMUM_BYTES + " bytes");
    }
}
