package dev.leat.component.nn;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A model in ONNX Runtime. Any number of threads may compute at once; nobody may after it was closed. */
final class OnnxModel implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(OnnxModel.class.getName());

    /** What ONNX Runtime's Java API puts before each message. */
    private static final Pattern PREFIX = Pattern.compile("^Error code - \\S+ - message: ");

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final InferenceOptions options;
    private final Map<String, OnnxInput> inputs = new LinkedHashMap<>();
    private final Set<String> outputs = new LinkedHashSet<>();

    private OnnxModel(OrtEnvironment environment, OrtSession session, InferenceOptions options)
            throws NnException, OrtException {
        this.environment = environment;
        this.session = session;
        this.options = options;
        for (NodeInfo node : session.getInputInfo().values()) {
            inputs.put(node.getName(), OnnxInput.of(node));
        }
        for (NodeInfo node : session.getOutputInfo().values()) {
            if (node.getInfo() instanceof TensorInfo tensor
                    && OnnxTypes.fromOnnx(tensor.onnxType).isPresent()) {
                outputs.add(node.getName());
            } else {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the model''s output ''{0}'' is left out, as wasi:nn does not have its type: {1}",
                        node.getName(),
                        OnnxTypes.word(node.getInfo()));
            }
        }
        if (outputs.isEmpty()) {
            throw new NnException(
                    NnProblem.UNSUPPORTED_OPERATION, "the model has no output of a type that wasi:nn has");
        }
    }

    /** Takes as long as the model is large; nothing can end it. */
    @SuppressWarnings("MustBeClosedChecker")
    static OnnxModel load(byte[] model, ExecutionTarget target, InferenceOptions options) throws NnException {
        OrtEnvironment environment = OnnxLibrary.environment();
        try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
            settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            settings.setIntraOpNumThreads(options.threads());
            settings.setInterOpNumThreads(1);
            settings.setDeterministicCompute(true);
            // Threads that have nothing to do sleep, instead of taking a core from the graphs.
            settings.addConfigEntry("session.intra_op.allow_spinning", "0");
            // ONNX Runtime's own format is not looked through for other files: see ExternalData.
            settings.addConfigEntry("session.load_model_format", "ONNX");
            if (target == ExecutionTarget.GPU) {
                useGpu(settings);
            }
            OrtSession session = environment.createSession(model, settings);
            try {
                return new OnnxModel(environment, session, options);
            } catch (NnException | OrtException | RuntimeException unusable) {
                session.close();
                throw unusable;
            }
        } catch (OrtException refused) {
            throw new NnException(
                    switch (refused.getCode()) {
                        case ORT_INVALID_PROTOBUF, ORT_INVALID_GRAPH, ORT_NO_MODEL, ORT_INVALID_ARGUMENT ->
                            NnProblem.INVALID_ENCODING;
                        case ORT_NOT_IMPLEMENTED -> NnProblem.UNSUPPORTED_OPERATION;
                        default -> NnProblem.RUNTIME_ERROR; // the library's own enum, which grows
                    },
                    "ONNX Runtime refuses the model: " + words(refused),
                    refused);
        }
    }

    /** Before a model is loaded for a GPU: whether this build of ONNX Runtime can have one. */
    static void requireGpu() throws NnException {
        OnnxLibrary.load();
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            throw new NnException(
                    NnProblem.UNSUPPORTED_OPERATION,
                    "this build of ONNX Runtime has no GPU: put onnxruntime_gpu on the class path instead of"
                            + " onnxruntime, or load the model for cpu");
        }
    }

    private static void useGpu(OrtSession.SessionOptions settings) throws NnException {
        try {
            settings.addCUDA();
        } catch (OrtException noGpu) {
            throw new NnException(NnProblem.UNSUPPORTED_OPERATION, "no GPU can be used: " + words(noGpu), noGpu);
        }
    }

    /**
     * Checks the tensors and makes them ready.
     *
     * @param scratch of the execution context, which belongs to the computation until it has ended
     */
    OnnxRun prepare(List<NamedTensor> given, Scratch scratch) throws NnException {
        check(given);
        try {
            OnnxRun run = new OnnxRun(this);
            boolean ready = false;
            try {
                for (NamedTensor one : given) {
                    run.give(one.name(), onnx(one, scratch));
                }
                ready = true;
                return run;
            } finally {
                if (!ready) {
                    run.close();
                }
            }
        } catch (OrtException failed) {
            throw failed(failed);
        }
    }

    /** For {@link OnnxRun}. */
    List<NamedTensor> run(Map<String, OnnxTensor> tensors, OrtSession.RunOptions how) throws NnException {
        try (OrtSession.Result result = session.run(tensors, outputs, how)) {
            return read(result);
        } catch (OrtException failed) {
            throw failed(failed);
        }
    }

    private static String words(OrtException failure) {
        return PREFIX.matcher(Words.of(failure)).replaceFirst("");
    }

    private static NnException failed(OrtException failed) {
        return new NnException(
                switch (failed.getCode()) {
                    case ORT_INVALID_ARGUMENT -> NnProblem.INVALID_ARGUMENT;
                    case ORT_NOT_IMPLEMENTED -> NnProblem.UNSUPPORTED_OPERATION;
                    default -> NnProblem.RUNTIME_ERROR; // the library's own enum, which grows
                },
                "ONNX Runtime cannot compute: " + words(failed),
                failed);
    }

    private OnnxTensor onnx(NamedTensor given, Scratch scratch) throws OrtException {
        Tensor tensor = given.tensor();
        return OnnxTensor.createTensor(
                environment,
                scratch.fill(given.name(), tensor.data()),
                tensor.dimensions(),
                OnnxTypes.toOnnx(tensor.type()));
    }

    private void check(List<NamedTensor> given) throws NnException {
        Set<String> missing = new LinkedHashSet<>(inputs.keySet());
        long bytes = 0;
        for (NamedTensor one : given) {
            OnnxInput input = inputs.get(one.name());
            if (input == null) {
                throw new NnException(
                        NnProblem.INVALID_ARGUMENT,
                        "the model has no input '" + one.name() + "'; it has " + String.join(", ", inputs.keySet()));
            }
            if (!missing.remove(one.name())) {
                throw new NnException(NnProblem.INVALID_ARGUMENT, "input '" + one.name() + "' is given twice");
            }
            input.check(one.tensor());
            bytes += one.tensor().data().byteSize();
        }
        if (!missing.isEmpty()) {
            throw new NnException(
                    NnProblem.INVALID_ARGUMENT, "no tensor is given for input " + String.join(", ", missing));
        }
        checkSize("inputs", bytes);
    }

    private void checkSize(String what, long bytes) throws NnException {
        if (bytes > options.maximumTensorBytes()) {
            throw new NnException(
                    NnProblem.TOO_LARGE,
                    "the " + what + " have " + bytes + " bytes; one computation may have "
                            + options.maximumTensorBytes());
        }
    }

    private List<NamedTensor> read(OrtSession.Result result) throws NnException {
        long bytes = 0;
        for (Map.Entry<String, OnnxValue> entry : result) {
            TensorInfo info = info(entry);
            bytes += info.getNumElements() * info.type.size;
        }
        checkSize("outputs", bytes);
        List<NamedTensor> tensors = new ArrayList<>(outputs.size());
        for (Map.Entry<String, OnnxValue> entry : result) {
            TensorInfo info = info(entry);
            TensorType type = OnnxTypes.fromOnnx(info.onnxType).orElseThrow();
            tensors.add(new NamedTensor(
                    entry.getKey(),
                    Tensor.onHeap(
                            info.getShape(),
                            type,
                            // A copy on the Java heap, of just that size.
                            ((OnnxTensor) entry.getValue()).getByteBuffer().array())));
        }
        return tensors;
    }

    private static TensorInfo info(Map.Entry<String, OnnxValue> entry) {
        return (TensorInfo) entry.getValue().getInfo();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException failed) {
            LOG.log(System.Logger.Level.WARNING, "a model could not be freed", failed);
        }
    }
}
