package dev.leat.component.nn;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How models are found and run, and what modules may use of them.
 *
 * @param models directories in which {@code load-by-name} looks for {@code NAME.onnx}, one after the other
 * @param threads how many threads one computation uses, 1 to 256. With 1 its
 *     result does not depend on how many cores there are
 * @param maximumModelBytes the largest model that is loaded, 1 to 2^30
 * @param maximumTensorBytes the most that the inputs of one computation may have together, and so its outputs, 1 to 2^30
 * @param loadTime the longest that a module waits for a model to be loaded, 1 ms to 1 day; the time of the guest's call
 *     bounds it too
 * @param computeTime the longest that one computation may take, 1 ms to 1 day; the time of the guest's call bounds it too
 * @param maximumGraphs how many graphs an instance may hold at once, and how many execution contexts, 1 or more
 */
public record InferenceOptions(
        List<Path> models,
        int threads,
        long maximumModelBytes,
        long maximumTensorBytes,
        Duration loadTime,
        Duration computeTime,
        int maximumGraphs) {

    /** The shortest time that can be given. */
    public static final Duration SHORTEST = Duration.ofMillis(1);

    /** The longest time that can be given. */
    public static final Duration LONGEST = Duration.ofDays(1);

    /** No directory, 1 thread, 256 MiB a model, 256 MiB of tensors, 30 s to load, 10 s to compute, 16 graphs. */
    public static final InferenceOptions DEFAULT = new InferenceOptions(
            List.of(), 1, 256L << 20, 256L << 20, Duration.ofSeconds(30), Duration.ofSeconds(10), 16);

    public InferenceOptions {
        models = List.copyOf(models);
        require(threads >= 1 && threads <= 256, "threads must be 1 to 256, not " + threads);
        require(
                maximumModelBytes >= 1 && maximumModelBytes <= 1L << 30,
                "maximumModelBytes must be 1 to 2^30, not " + maximumModelBytes);
        require(
                maximumTensorBytes >= 1 && maximumTensorBytes <= 1L << 30,
                "maximumTensorBytes must be 1 to 2^30, not " + maximumTensorBytes);
        requireTime("loadTime", loadTime);
        requireTime("computeTime", computeTime);
        require(maximumGraphs >= 1, "maximumGraphs must be at least 1, not " + maximumGraphs);
    }

    private static void requireTime(String name, Duration time) {
        require(
                time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0,
                name + " must be 1 ms to 1 day, not " + time);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    public InferenceOptions withModels(List<Path> directories) {
        return new InferenceOptions(
                directories, threads, maximumModelBytes, maximumTensorBytes, loadTime, computeTime, maximumGraphs);
    }

    public InferenceOptions withModels(Path... directories) {
        return withModels(List.of(directories));
    }

    public InferenceOptions withThreads(int count) {
        return new InferenceOptions(
                models, count, maximumModelBytes, maximumTensorBytes, loadTime, computeTime, maximumGraphs);
    }

    public InferenceOptions withMaximumModelBytes(long bytes) {
        return new InferenceOptions(models, threads, bytes, maximumTensorBytes, loadTime, computeTime, maximumGraphs);
    }

    public InferenceOptions withMaximumTensorBytes(long bytes) {
        return new InferenceOptions(models, threads, maximumModelBytes, bytes, loadTime, computeTime, maximumGraphs);
    }

    public InferenceOptions withLoadTime(Duration limit) {
        return new InferenceOptions(
                models, threads, maximumModelBytes, maximumTensorBytes, limit, computeTime, maximumGraphs);
    }

    public InferenceOptions withComputeTime(Duration limit) {
        return new InferenceOptions(
                models, threads, maximumModelBytes, maximumTensorBytes, loadTime, limit, maximumGraphs);
    }

    public InferenceOptions withMaximumGraphs(int count) {
        return new InferenceOptions(
                models, threads, maximumModelBytes, maximumTensorBytes, loadTime, computeTime, count);
    }
}
