package dev.leat.component.nn;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.TrapKind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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

    private final InferenceOptions options;
    private final ModelFiles files;
    private final Map<Key, SharedModel> models = new HashMap<>();

    private final Computations computations = new Computations();

    private record Key(String digest, ExecutionTarget target) {}

    /** Takes little time: ONNX Runtime is loaded with the first model. */
    public Inference(InferenceOptions options) {
        this.options = options;
        this.files = new ModelFiles(options.models());
    }

    public InferenceOptions options() {
        return options;
    }

    /** How many models are loaded, or being loaded, right now. */
    public synchronized int loadedModels() {
        return models.size();
    }

    /** How many computations are under way that took too long, cannot be stopped, and are waited for by nobody. */
    public int abandonedComputations() {
        return computations.abandoned();
    }

    /** A model that some instances use. */
    final class SharedModel {

        private final Key key;
        private final long bytes;
        private final CompletableFuture<OnnxModel> loading = new CompletableFuture<>();
        private int users;
        /** How many of its computations were; guarded by {@link Computations}. */
        int abandoned;

        private SharedModel(Key key, long bytes) {
            this.key = key;
            this.bytes = bytes;
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
            synchronized (Inference.this) {
                users--;
                // One that is still being loaded stays for those who try again: a second attempt would not be faster.
                if (users > 0 || !loading.isDone() || !models.remove(key, this)) {
                    return;
                }
            }
            loading.thenAccept(OnnxModel::close);
        }

        private void load(byte[] model) {
            try {
                OnnxModel loaded = OnnxModel.load(model, key.target(), options);
                loading.complete(loaded);
                boolean unwanted;
                synchronized (Inference.this) {
                    unwanted = users == 0 && models.remove(key, this);
                }
                if (unwanted) {
                    loaded.close();
                }
            } catch (Throwable failure) {
                synchronized (Inference.this) {
                    models.remove(key, this);
                }
                loading.completeExceptionally(failure);
            }
        }
    }

    /** The model of that name among the directories of the options. */
    SharedModel loadByName(String name, long nanosLeft) throws NnException {
        return loadChecked(files.read(name, options.maximumModelBytes()), ExecutionTarget.CPU, nanosLeft);
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
        return loadChecked(model, target, nanosLeft);
    }

    private SharedModel loadChecked(byte[] model, ExecutionTarget target, long nanosLeft) throws NnException {
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
        SharedModel shared = share(model, target);
        boolean loaded = false;
        try {
            await(shared, nanosLeft);
            loaded = true;
            return shared;
        } finally {
            if (!loaded) {
                shared.release();
            }
        }
    }

    private SharedModel share(byte[] model, ExecutionTarget target) {
        Key key = new Key(digest(model), target);
        synchronized (this) {
            SharedModel known = models.get(key);
            if (known != null) {
                return known.retain();
            }
            SharedModel fresh = new SharedModel(key, model.length);
            models.put(key, fresh);
            // A thread of its own, since nothing can end ONNX Runtime while it loads: whoever waits can give up.
            Thread.ofPlatform().daemon().name("leat-model-loader").start(() -> fresh.load(model));
            return fresh.retain();
        }
    }

    private void await(SharedModel shared, long nanosLeft) throws NnException {
        Duration limit = options.loadTime();
        try {
            long wait = Math.min(limit.toNanos(), nanosLeft);
            if (wait <= 0) {
                throw new TimeoutException("no time is left");
            }
            shared.loading.get(wait, TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new NnException(
                    NnProblem.TIMEOUT,
                    "the model was not loaded within " + Limits.describe(limit, nanosLeft)
                            + "; it goes on loading for the next who asks",
                    late);
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
