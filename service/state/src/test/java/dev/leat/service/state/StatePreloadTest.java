package dev.leat.service.state;

import static dev.leat.operator.service.StateStore.DEFAULT_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore.SetOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatePreloadTest {

    @TempDir
    private Path folder = Path.of("");

    private Path write(String json) throws IOException {
        return Files.writeString(folder.resolve("statestore.json"), json);
    }

    @Test
    void textsAreStoredAsTheyAreAndTheRestAsJson() throws IOException {
        StatePreload preload = StatePreload.read(write("""
                [
                  {"factory": "Zürich"},
                  {"limit": 1.50},
                  {"empty": ""},
                  {"machine": {"id": "a", "lines": [1, true]}}
                ]"""));
        try (EmbeddedStateStore store = EmbeddedStateStore.inMemory()) {
            assertThat(preload.into(store)).isEqualTo(4);
            assertThat(get(store, "factory")).isEqualTo("Zürich");
            assertThat(get(store, "limit")).isEqualTo("1.50");
            assertThat(get(store, "empty")).isEmpty();
            assertThat(get(store, "machine")).isEqualTo("{\"id\":\"a\",\"lines\":[1,true]}");
        }
    }

    private static String get(EmbeddedStateStore store, String key) {
        return store.get(Bytes.utf8(key), DEFAULT_TIMEOUT).value().orElseThrow().asUtf8();
    }

    @Test
    void whatTheStoreHasStaysAsItIs() throws IOException {
        StatePreload preload = StatePreload.read(write("[{\"a\": \"file\"}, {\"b\": \"file\"}]"));
        try (EmbeddedStateStore store = EmbeddedStateStore.inMemory()) {
            store.set(Bytes.utf8("a"), Bytes.utf8("store"), SetOptions.DEFAULT, DEFAULT_TIMEOUT);
            assertThat(preload.into(store)).isEqualTo(1);
            assertThat(get(store, "a")).isEqualTo("store");
            assertThat(get(store, "b")).isEqualTo("file");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": \"b\"}|:1:1: the file is no list",
                "''|:1:1: the file is no list",
                "[{\"a\": \"b\"}, 7]|:1:14: an object with one entry is expected",
                "[{}]|:1:2: this object has no entry",
                "[{\"a\": \"b\", \"c\": \"d\"}]|:1:13: this object has more than one entry",
                "[{\"a\": null}]|:1:8: null is no value",
                "[{\"\": \"b\"}]|:1:3: the key is empty",
                "[{\"a\": 1}, {\"a\": 2}]|:1:13: the key 'a' is there twice",
                "[{\"a\": \"\\ud800\"}]|:1:8: this text has half of a character",
                "[{\"a\": \"b\"}] []|:1:14: there is something behind",
                "[{\"a\": \"b\"|:1:11: this is no JSON",
                "[{\"a\": b}]|:1:8: this is no JSON",
            })
    void aMistakeIsNamedWithItsPlace(String json, String message) throws IOException {
        Path file = write(json);
        assertThatThrownBy(() -> StatePreload.read(file))
                .isInstanceOf(StateException.class)
                .hasMessageStartingWith("LEAT-STATE-006: " + file + message.substring(0, message.indexOf(' ')))
                .hasMessageContaining(message.substring(message.indexOf(' ')));
    }

    @Test
    void whatTheStoreRefusesIsNamedWithItsPlace() throws IOException {
        Path file = write("[{\"a\": \"b\"},\n  {\"" + "k".repeat(20_000) + "\": \"b\"}]");
        try (EmbeddedStateStore store = EmbeddedStateStore.inMemory()) {
            assertThatThrownBy(() -> StatePreload.read(file).into(store))
                    .hasMessageContaining("statestore.json:2:4: ")
                    .hasMessageEndingWith("the quota has been exceeded");
        }
    }

    @Test
    void aStoreThatDoesNotAnswerIsNotTheFilesFault() throws IOException {
        Path file = write("[{\"a\": \"b\"}]");
        EmbeddedStateStore store = EmbeddedStateStore.inMemory();
        store.close();
        assertThatThrownBy(() -> StatePreload.read(file).into(store))
                .isInstanceOf(StateException.class)
                .hasMessageStartingWith("LEAT-STATE-005: the state store does not answer")
                .hasMessageContaining("statestore.json:1:3");
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> StatePreload.read(folder.resolve("none.json")))
                .hasMessageContaining("the file cannot be read");
    }
}
