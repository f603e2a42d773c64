package dev.leat.cli;

import dev.leat.component.nn.Inference;
import dev.leat.component.nn.InferenceOptions;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say which ONNX models modules can load by name, and how they run. */
final class ModelOptions {

    private static final String FOLDER = "models";

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "Where to look first for the ONNX models that modules load by name: NAME.onnx. Repeatable."
                    + " Then in folders models: beside the graph, beside modules, among the sample modules of Leat.")
    private List<Path> directories = new ArrayList<>();

    @Option(
            names = "--inference-threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many threads a model computes with (default: ${DEFAULT-VALUE}).")
    private int threads = 1;

    @Option(
            names = "--inference-timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description =
                    "The longest that a model may compute for one call, 0.001 to 86400 (default: ${DEFAULT-VALUE}).")
    private double timeout = 10;

    /** @param modules where modules are looked for; models lie beside them */
    Inference inference(List<Path> modules) {
        for (Path directory : directories) {
            if (!Files.isDirectory(directory)) {
                throw new UsageException(CliProblem.FILE, "--models " + directory + ": there is no such directory");
            }
        }
        if (threads < 1 || threads > 256) {
            throw new UsageException(CliProblem.VALUE, "--inference-threads " + threads + ": between 1 and 256");
        }
        if (!(timeout >= 0.001 && timeout <= 86_400)) {
            throw new UsageException(
                    CliProblem.VALUE,
                    "--inference-timeout "
                            + (Double.isFinite(timeout)
                                    ? BigDecimal.valueOf(timeout).toPlainString()
                                    : timeout)
                            + ": at least 0.001 (a millisecond) and at most 86400 seconds (a day)");
        }
        List<Path> all = new ArrayList<>(directories);
        modules.forEach(folder -> all.add(folder.resolve(FOLDER)));
        return new Inference(InferenceOptions.DEFAULT
                .withModels(all)
                .withThreads(threads)
                .withComputeTime(Duration.ofNanos(Math.round(timeout * 1e9))));
    }
}
