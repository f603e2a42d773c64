package dev.leat.service.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.operator.service.SchemaRegistry.Format;
import dev.leat.operator.service.SchemaRegistry.Schema;
import dev.leat.operator.service.SchemaRegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory is a registry: what is in it is found by name and version, and what is put there stays. */
class SchemaDirectoryTest {

    private static final String ANY = "{\"type\": \"object\"}";
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private void file(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private SchemaDirectory open() {
        return SchemaDirectory.open(directory, "default");
    }

    private static SchemaException refused(Runnable call) {
        SchemaException failure = catchThrowableOfType(SchemaException.class, call::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    private static Schema schema(String name, String version, String content) {
        return new Schema(
                name,
                "elsewhere",
                version,
                Format.JSON_SCHEMA,
                content,
                Optional.empty(),
                Optional.of("What ovens say"),
                Optional.of("Oven"),
                Map.of("site", "north"));
    }

    @Test
    void versionsStandInAFolderAndASingleFileIsVersionOne() throws IOException {
        file("oven/1.json", ANY);
        file("oven/2.json", "{\"type\": \"array\"}");
        file(
                "room.json",
                "{\"$schema\":\"Delta/1.0\",\"type\":\"object\",\"properties\":{\"type\":\"struct\",\"fields\":[]}}");
        file("README.md", "not a schema");
        SchemaDirectory opened = open();
        assertThat(opened.get("oven", "2", TIMEOUT).content()).isEqualTo("{\"type\": \"array\"}");
        assertThat(opened.get("oven", "2", TIMEOUT).format()).isEqualTo(Format.JSON_SCHEMA);
        assertThat(opened.get("room", "1", TIMEOUT).format()).isEqualTo(Format.DELTA);
        assertThat(opened.all())
                .extracting(one -> one.name() + ":" + one.version())
                .containsExactly("oven:1", "oven:2", "room:1");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        SchemaRegistryException failure =
                catchThrowableOfType(SchemaRegistryException.class, () -> open().get("oven", "1", TIMEOUT));
        assertThat(failure.reason()).isEqualTo(SchemaRegistryException.Reason.NOT_FOUND);
    }

    @Test
    void allBrokenSchemasAreNamedAtOnceWithTheirPlaces() throws IOException {
        file("a/1.json", "{\n \"type\": \"objekt\"}");
        file("b.json", "{");
        SchemaException failure = refused(this::open);
        assertThat(failure)
                .hasMessageContaining(Path.of("a", "1.json") + ":2:10")
                .hasMessageContaining("b.json:1:");
    }

    @Test
    void oneVersionInTwoFilesIsAnError() throws IOException {
        file("oven/1.json", ANY);
        file("oven.json", ANY);
        assertThat(refused(this::open).problem()).isEqualTo(SchemaProblem.DUPLICATE);
    }

    @Test
    void aDirectoryThatIsNotThereIsAnErrorThatNamesIt() {
        SchemaException failure = refused(() -> SchemaDirectory.open(directory.resolve("none"), "default"));
        assertThat(failure.problem()).isEqualTo(SchemaProblem.FILE);
        assertThat(failure).hasMessageContaining("none");
    }

    @Test
    void whatIsPutIsThereAfterReopeningWithAllThatWasSaidOfIt() {
        Schema kept = SchemaDirectory.create(directory, "plant").put(schema("oven", "3", ANY));
        assertThat(kept.namespace()).isEqualTo("plant");
        assertThat(kept.hash()).contains(SchemaDirectory.hash(ANY));
        assertThat(SchemaDirectory.open(directory, "other").get("oven", "3", TIMEOUT))
                .isEqualTo(kept);
    }

    @Test
    void aVersionNeverChangesAndTheSameAgainIsNoError() {
        SchemaDirectory opened = SchemaDirectory.create(directory, "plant");
        Schema first = opened.put(schema("oven", "1", ANY));
        assertThat(opened.put(schema("oven", "1", ANY))).isEqualTo(first);
        assertThat(refused(() -> opened.put(schema("oven", "1", "{}"))).problem())
                .isEqualTo(SchemaProblem.DUPLICATE);
        assertThat(opened.get("oven", "1", TIMEOUT).content()).isEqualTo(ANY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../oven", "a/b", "a\\b", ".hidden", "a:b", "ü"})
    void namesThatLeadOutOfTheDirectoryAreRefused(String name) throws IOException {
        SchemaDirectory opened = SchemaDirectory.create(directory.resolve("in"), "plant");
        assertThat(refused(() -> opened.put(schema(name, "1", ANY))).problem()).isEqualTo(SchemaProblem.NAME);
        assertThat(refused(() -> opened.put(schema("oven", name, ANY))).problem())
                .isEqualTo(SchemaProblem.NAME);
        try (var entries = Files.walk(directory)) {
            assertThat(entries.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void aBrokenSchemaIsNotPut() throws IOException {
        SchemaDirectory opened = SchemaDirectory.create(directory, "plant");
        assertThat(refused(() -> opened.put(schema("oven", "1", "{\"type\": 1}")))
                        .problem())
                .isEqualTo(SchemaProblem.BROKEN);
        assertThat(open().all()).isEmpty();
    }

    @Test
    void whatAnInterruptedPutLeftIsNoSchema() throws IOException {
        file("oven/.1.json.new", "{\"ty");
        file("oven/1.about", "{}");
        assertThat(open().all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aio-sr://ns/oven:3", "aio-sr://oven:3", "oven:3"})
    void aReferenceNamesNameAndVersionInThreeForms(String text) {
        assertThat(SchemaReference.parse(text))
                .hasValueSatisfying(reference ->
                        assertThat(reference.name() + " " + reference.version()).isEqualTo("oven 3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"oven", "", ":", "oven:", "aio-sr://a/b/c:1", "http://oven:3", "../oven:3", "oven:3/4"})
    void otherTextsAreNoReference(String text) {
        assertThat(SchemaReference.parse(text)).isEmpty();
    }
}
