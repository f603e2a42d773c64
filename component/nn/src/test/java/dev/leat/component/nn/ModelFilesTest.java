package dev.leat.component.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.nn.Inference.SharedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models by name: a file is read once, for as long as it does not change and its model is in use. */
@Timeout(60)
class ModelFilesTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path directory;

    private Path file;
    private Inference inference;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("m.onnx");
        Files.write(file, NnCaller.model("identity-u8"));
        Files.setLastModifiedTime(file, LONG_AGO);
        inference = new Inference(InferenceOptions.DEFAULT.withModels(directory));
    }

    /** In place, so that the file is the same one. */
    private void overwrite(byte[] content, FileTime time) throws IOException {
        Files.write(file, content);
        Files.setLastModifiedTime(file, time);
    }

    private SharedModel load() throws NnException {
        return inference.loadByName("m", Long.MAX_VALUE);
    }

    @Test
    void aFileWhoseModelIsInUseIsNotReadAgain() throws Exception {
        SharedModel first = load();
        // Would be refused if it was read.
        overwrite(new byte[(int) Files.size(file)], LONG_AGO);
        SharedModel second = load();
        assertThat(second).isSameAs(first);
        first.release();
        second.release();
        assertThatThrownBy(this::load)
                .as("the model is gone, so the file is read")
                .isInstanceOf(NnException.class);
    }

    @Test
    void aFileThatHasChangedIsReadAgain() throws Exception {
        SharedModel first = load();
        overwrite(NnCaller.model("several"), LONG_AGO);
        SharedModel larger = load();
        assertThat(larger).isNotSameAs(first);
        byte[] sameSize = NnCaller.model("several");
        sameSize = Arrays.copyOf(sameSize, sameSize.length);
        overwrite(sameSize, FileTime.from(LONG_AGO.toInstant().plusSeconds(1)));
        SharedModel touched = load();
        assertThat(touched).as("the same bytes").isSameAs(larger);
        List.of(first, larger, touched).forEach(SharedModel::release);
        assertThat(inference.loadedModels()).isZero();
    }

    @Test
    void aFileThatWasWrittenJustNowIsNotTrusted() throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
        FileTime now = Files.getLastModifiedTime(file);
        SharedModel first = load();
        overwrite(new byte[(int) Files.size(file)], now);
        assertThatThrownBy(this::load).isInstanceOf(NnException.class);
        first.release();
    }

    @Test
    void aGpuThatIsNotThereIsAnsweredBeforeTheModelIsLookedAt() {
        assertThatThrownBy(
                        () -> inference.load(List.of(new byte[] {1, 2, 3}), GraphEncoding.ONNX, ExecutionTarget.GPU, 0))
                .isInstanceOfSatisfying(
                        NnException.class,
                        none -> assertThat(none.problem()).isEqualTo(NnProblem.UNSUPPORTED_OPERATION))
                .hasMessageContaining("has no GPU: put onnxruntime_gpu on the class path");
    }

    @Test
    void aFileThatCannotBeReadIsToldInPlainWords() throws Exception {
        Path folder = directory.resolve("d.onnx");
        Files.createDirectory(folder);
        assertThatThrownBy(() -> inference.loadByName("d", Long.MAX_VALUE))
                .hasMessageStartingWith("there is no model 'd'");
        ModelFiles files = new ModelFiles(List.of(directory));
        ModelFiles.Found found = files.find("m");
        Files.delete(file);
        assertThatThrownBy(() -> files.read(found, 1 << 20))
                .hasMessage("the model " + file + " cannot be read: it is not there any more");
    }

    @Test
    void failuresOfJavaAreToldInPlainWords() {
        Inference failing = new Inference(
                InferenceOptions.DEFAULT,
                (model, target) -> {
                    throw new OutOfMemoryError("Java heap space");
                },
                Duration.ofMinutes(1));
        assertThatThrownBy(() -> failing.load(
                        List.of(NnCaller.model("several")), GraphEncoding.ONNX, ExecutionTarget.CPU, Long.MAX_VALUE))
                .hasMessage("the model could not be loaded: there is not enough memory");
    }
}
