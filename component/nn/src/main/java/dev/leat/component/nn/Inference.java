package dev.leat.component.nn;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.TrapKind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The models that instances run, each loaded once for all instances that use the same bytes: of all operations, graphs and
 * threads that share this object. A model is freed when the last of them lets go of it, so there is nothing to close. Safe
 * for use by many threads.
 */
public final class Inference {

    /** With {@link InferenceOptions#DEFAULT}: models that modules bring, none by name. */
    public static final Inference DEFAULT = new Inference(InferenceOptions.DEFAULT);

    /** How many models are kept that were loaded when nobody waited for them any more, and for how long. */
    private static final int MOST_UNCLAIMED = 2;

    private static final Duration UNCLAIMED_TIME = Duration.ofMinutes(10);

    private final InferenceOptions options;
    private final ModelFiles files;
    private final Map<Key, SharedModel> models = new HashMap<>();

    private final Computations computations = new Computations();
    private final LoadQueue queue = new LoadQueue();
    private final Loader loader;
    private final Duration unclaimedTime;

    /** Those that were loaded when nobody waited for them any more, from the oldest on. */
    private final Deque<SharedModel> unclaimed = new ArrayDeque<>();

    /** Makes a model of its bytes, on a thread of the queue. */
    interface Loader {
        OnnxModel load(byte[] model, ExecutionTarget target) throws NnException;
    }

    private record Key(String digest, ExecutionTarget target) {}

    /** Takes little time: ONNX Runtime is loaded with the first model. */
    public Inference(InferenceOptions options) {
        this(options, (model, target) -> OnnxModel.load(model, target, options), UNCLAIMED_TIME);
    }

    Inference(InferenceOptions options, Loader loader, Duration unclaimedTime) {
        this.options = options;
        this.loader = loader;
        this.unclaimedTime = unclaimedTime;
        this.files = new ModelFiles(options.models());
    }

    public InferenceOptions options() {
        return options;
    }

    /** How many models are loaded, or being loaded, right now. */
    public synchronized int loadedModels() {
        return (int) models.values().stream()
                .filter(model -> !model.loading.isCompletedExceptionally())
                .count();
    }

    /** How many computations are under way that took too long, cannot be stopped, and are waited for by nobody. */
    public int abandonedComputations() {
        return computations.abandoned();
    }

    /** How many of the loaded models are kept for the next who asks, and used by nobody. */
    synchronized int unclaimedModels() {
        return unclaimed.size();
    }

    /** A model that some instances use. */
    final class SharedModel {

        private final Key key;
        private final long bytes;
        private final CompletableFuture<OnnxModel> loading = new CompletableFuture<>();
        private int users;
        /** How many of its computations were; guarded by {@link Computations}. */
        int abandoned;

        private final Runnable load;

        private SharedModel(Key key, byte[] model) {
            this.key = key;
            this.bytes = model.length;
            // Gone with its bytes when it has run.
            byte[][] once = {model};
            this.load = () -> {
                byte[] taken = once[0];
                once[0] = new byte[0];
                load(taken);
            };
        }

        /** The size of its file. */
        long bytes() {
            return bytes;
        }

        /**
         * Computes with it, for no longer than a computation may take.
         *
         * @param nanosLeft how long the caller can wait, in nanoseconds
         * @param memory as in {@link Computations#compute}
         */
        List<NamedTensor> compute(List<NamedTensor> inputs, Scratch scratch, long nanosLeft, Supplier<Runnable> memory)
                throws NnException {
            computations.requireRoom(this);
            OnnxRun run = loading.join().prepare(inputs, scratch);
            return computations.compute(this, run, options.computeTime(), nanosLeft, memory);
        }

        /** For another user, who has to {@link #release} it as well. */
        SharedModel retain() {
            synchronized (Inference.this) {
                users++;
            }
            return this;
        }

        void release() {
            boolean last;
            synchronized (Inference.this) {
                users--;
                last = users == 0 && loading.isDone() && models.remove(key, this);
            }
            if (last) {
                free();
            }
        }

        /** Of one who could not wait for it any longer. What has begun to load is there for the next who asks. */
        private void giveUp() {
            synchronized (Inference.this) {
                users--;
                if (users > 0 || !models.containsValue(this)) {
                    return;
                }
                if (queue.remove(load)) {
                    models.remove(key, this);
                } else if (loading.isCompletedExceptionally()) {
                    models.remove(key, this);
                } else if (loading.isDone()) {
                    keep(this);
                }
            }
        }

        private void load(byte[] model) {
            OnnxModel loaded;
            try {
                loaded = loader.load(model, key.target());
            } catch (Throwable failure) {
                synchronized (Inference.this) {
                    loading.completeExceptionally(failure);
                    keepUnused();
                }
                return;
            }
            synchronized (Inference.this) {
                loading.complete(loaded);
                keepUnused();
            }
        }

        /** A failure is kept as well: the next who asks is told at once, and does not wait for the same again. */
        private void keepUnused() {
            if (users == 0) {
                keep(this);
            }
        }

        private void free() {
            if (!loading.isCompletedExceptionally()) {
                loading.join().close();
            }
        }
    }

    /** Keeps a model for the next who asks; called with the lock. */
    private void keep(SharedModel model) {
        unclaimed.addLast(model);
        if (unclaimed.size() > MOST_UNCLAIMED) {
            SharedModel oldest = unclaimed.removeFirst();
            models.remove(oldest.key, oldest);
            freeApart(oldest);
        }
        CompletableFuture.delayedExecutor(unclaimedTime.toNanos(), TimeUnit.NANOSECONDS, Thread::startVirtualThread)
                .execute(() -> forget(model));
    }

    private void forget(SharedModel model) {
        synchronized (this) {
            if (!unclaimed.remove(model)) {
                return;
            }
            models.remove(model.key, model);
        }
        freeApart(model);
    }

    private static void freeApart(SharedModel model) {
        Thread.ofPlatform().daemon().name("leat-model-loader").start(model::free);
    }

    /** The model of that name among the directories of the options, on the CPU: the interface's call names no target. */
    SharedModel loadByName(String name, long nanosLeft) throws NnException {
        long start = System.nanoTime();
        ModelFiles.Found file = files.find(name);
        Optional<SharedModel> loaded =
                files.digest(file).flatMap(digest -> claim(new Key(digest, ExecutionTarget.CPU)));
        if (loaded.isPresent()) {
            return awaited(loaded.get(), start, nanosLeft);
        }
        byte[] model = files.read(file, options.maximumModelBytes());
        check(model);
        Key key = new Key(digest(model), ExecutionTarget.CPU);
        files.remember(file, key.digest());
        return awaited(share(key, model), start, nanosLeft);
    }

    /**
     * A model, whose user has to release it.
     *
     * @param nanosLeft how long the caller can wait, in nanoseconds
     */
    SharedModel load(List<byte[]> parts, GraphEncoding encoding, ExecutionTarget target, long nanosLeft)
            throws NnException {
        switch (encoding) {
            case ONNX, AUTODETECT -> {}
            case OPENVINO, TENSORFLOW, PYTORCH, TENSORFLOWLITE, GGML ->
                throw new NnException(
                        NnProblem.INVALID_ENCODING,
                        "models of encoding " + NnContext.word(encoding) + " cannot be loaded, only those of onnx");
        }
        long start = System.nanoTime();
        if (target == ExecutionTarget.GPU) {
            OnnxModel.requireGpu();
        }
        if (target == ExecutionTarget.TPU) {
            throw new NnException(NnProblem.UNSUPPORTED_OPERATION, "there is no TPU: models run on cpu or gpu");
        }
        if (parts.size() != 1) {
            throw new NnException(
                    NnProblem.INVALID_ARGUMENT, "an ONNX model is one list of bytes, not " + parts.size());
        }
        byte[] model = parts.getFirst();
        if (model.length > options.maximumModelBytes()) {
            throw ModelFiles.tooLarge("the model", model.length, options.maximumModelBytes());
        }
        check(model);
        return awaited(share(new Key(digest(model), target), model), start, nanosLeft);
    }

    private static void check(byte[] model) throws NnException {
        try {
            if (ExternalData.in(model)) {
                throw new NnException(
                        NnProblem.SECURITY,
                        "the model keeps data in other files, which are not read: save it as one file");
            }
        } catch (ExternalData.MalformedException noModel) {
            throw new NnException(
                    NnProblem.INVALID_ENCODING, "the bytes are no ONNX model: " + noModel.getMessage(), noModel);
        }
    }

    private SharedModel awaited(SharedModel shared, long start, long nanosLeft) throws NnException {
        boolean loaded = false;
        try {
            await(shared, start, nanosLeft);
            loaded = true;
            return shared;
        } finally {
            if (!loaded) {
                shared.giveUp();
            }
        }
    }

    /** The model, where it is loaded or being loaded, for another user. */
    private synchronized Optional<SharedModel> claim(Key key) {
        SharedModel known = models.get(key);
        if (known == null) {
            return Optional.empty();
        }
        unclaimed.remove(known);
        return Optional.of(known.retain());
    }

    private synchronized SharedModel share(Key key, byte[] model) {
        return claim(key).orElseGet(() -> {
            SharedModel fresh = new SharedModel(key, model);
            models.put(key, fresh);
            queue.add(fresh.load);
            return fresh.retain();
        });
    }

    private void await(SharedModel shared, long start, long nanosLeft) throws NnException {
        Duration limit = options.loadTime();
        try {
            long wait = Math.min(limit.toNanos(), nanosLeft) - (System.nanoTime() - start);
            shared.loading.get(Math.max(0, wait), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            String within = "the model was not loaded within " + Limits.describe(limit, nanosLeft);
            throw queue.isWaiting(shared.load)
                    ? new NnException(
                            NnProblem.BUSY,
                            within + ": " + LoadQueue.MOST_AT_ONCE
                                    + " others are being loaded, as many as may be at once",
                            late)
                    : new NnException(NnProblem.TIMEOUT, within + "; it goes on loading for the next who asks", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CoreTrapException(
                    TrapKind.OTHER, "the thread was interrupted while a model was loaded", List.of());
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case NnException known -> throw new NnException(known.problem(), known.getMessage(), known);
                case Throwable unknown ->
                    throw new NnException(
                            NnProblem.RUNTIME_ERROR, "the model could not be loaded: " + Words.of(unknown), unknown);
            }
        }
    }

    private static String digest(byte[] model) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
