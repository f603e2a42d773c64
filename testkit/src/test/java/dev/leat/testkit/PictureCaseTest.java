package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.leat.component.core.CoreEngineProvider;
import dev.leat.component.core.CoreEngines;
import dev.leat.component.nn.Inference;
import dev.leat.component.nn.InferenceOptions;
import dev.leat.graph.Setting;
import dev.leat.graph.diagnostic.Position;
import dev.leat.runtime.GraphOptions;
import dev.leat.runtime.Leat;
import dev.leat.runtime.LeatOptions;
import dev.leat.runtime.ModuleFinder;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures through the product's complex graph: the model that ships with Leat says what is on them. */
final class PictureCaseTest {

    private static final Path CASES =
            Path.of(System.getProperty("leat.shared", "none")).resolve("cases");
    private static final Path MODULES = Path.of(System.getProperty("leat.root", "none"), "modules");
    private static final int SIDE = 224;

    @TempDir
    Path directory;

    private Path input;

    static Stream<String> engines() {
        return CoreEngines.providers().stream()
                .filter(provider -> provider.unavailable().isEmpty())
                .map(CoreEngineProvider::name);
    }

    @BeforeEach
    void findGraph() throws IOException {
        if (!Files.isRegularFile(CASES.resolve("graph-complex.yaml"))) {
            String missing = "SKIPPED: pictures, because leat.shared names no folder with graph-complex.yaml";
            System.err.println(missing);
            abort(missing);
        }
        input = Files.createDirectory(directory.resolve("input"));
        Files.copy(
                CASES.resolve("tests/t02-complex-temp-pipeline/input/temperature_payload.json"),
                input.resolve("temperature.json"));
    }

    private TestResult run(String engine, Inference inference, String expected) throws Exception {
        Files.writeString(directory.resolve("expected.json"), expected);
        Path file = Files.writeString(
                directory.resolve("pictures.test.yaml"),
                "name: pictures\ngraph: " + CASES.resolve("graph-complex.yaml")
                        + "\ninput: input\nexpected: expected.json\ntimeout: 150000\n"
                        + "select: [payload.object, payload.temperature]\nignores: [payload.temperature]\n");
        Setting topic = Setting.of("snapshot_topic", "snapshot_simulation", Position.startOf("test"));
        try (Leat leat = Leat.open(LeatOptions.DEFAULT.withEngine(engine).withoutCache())) {
            return new TestRunner(
                            leat,
                            ModuleFinder.inDirectories(List.of(MODULES)),
                            GraphOptions.DEFAULT.withSettings(List.of(topic)).withInference(inference),
                            InstantSource.system())
                    .run(file);
        }
    }

    private static Inference shipped() {
        return new Inference(InferenceOptions.DEFAULT.withModels(MODULES.resolve("models")));
    }

    private void draw(String file, String format, int width, int height, boolean squares) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(squares ? Color.WHITE : new Color(200, 30, 30));
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(Color.BLACK);
        for (int x = 0; squares && x < width; x += 8) {
            for (int y = x / 8 % 2 * 8; y < height; y += 16) {
                graphics.fillRect(x, y, 8, 8);
            }
        }
        graphics.dispose();
        assertThat(ImageIO.write(picture, format, input.resolve(file).toFile())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatIsOnPicturesOfOneWindowIsItsObject(String engine) throws Exception {
        draw("m1.raw", "png", 64, 48, false);
        draw("m2.raw", "jpg", SIDE, SIDE, true);
        byte[] grey = new byte[3 * SIDE * SIDE];
        Arrays.fill(grey, (byte) 128);
        Files.write(input.resolve("m3.raw"), grey);
        Inference inference = shipped();
        TestResult result = run(
                engine,
                inference,
                "{\"payload\":{\"object\":[{\"result\":\"red picture; picture with many edges; plain picture\"}]}}");
        assertThat(result.failure()).as(String.join("\n", result.notes())).isEmpty();
        assertThat(inference.loadedModels()).as("the model went with the graph").isZero();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void withoutTheModelThePictureIsLostAndTheReasonNamesIt(String engine) throws Exception {
        draw("m1.raw", "png", SIDE, SIDE, false);
        TestResult result = run(
                engine, new Inference(InferenceOptions.DEFAULT.withModels(directory)), "{\"payload\":{\"object\":[]}}");
        assertThat(result.failure()).as(String.join("\n", result.notes())).isEmpty();
        assertThat(result.notes())
                .anyMatch(note -> note.startsWith("a record was lost at 'module-snapshot/map': ")
                        && note.contains("the host has no model 'snapshot'")
                        && note.contains("snapshot.onnx"));
    }
}
