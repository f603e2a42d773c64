package dev.leat.component.nn;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One computation of a model, from its tensors to its outputs. {@link #call} runs once, on any thread; another thread may
 * tell it to {@link #terminate}, which ONNX Runtime does before the next operator of the model, or the next iteration of a
 * loop in it. Whoever does not call it has to close it.
 */
final class OnnxRun implements AutoCloseable {

    private final OnnxModel model;
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    private final OrtSession.RunOptions options;
    private boolean open = true;

    OnnxRun(OnnxModel model) throws OrtException {
        this.model = model;
        this.options = new OrtSession.RunOptions();
    }

    void give(String name, OnnxTensor tensor) {
        inputs.put(name, tensor);
    }

    /** Closes it as well. */
    List<NamedTensor> call() throws NnException {
        try {
            return model.run(inputs, options);
        } finally {
            close();
        }
    }

    synchronized void terminate() {
        if (!open) {
            return;
        }
        try {
            options.setTerminate(true);
        } catch (OrtException untold) {
            System.getLogger(OnnxRun.class.getName())
                    .log(System.Logger.Level.WARNING, "a computation cannot be stopped", untold);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (!open) {
                return;
            }
            open = false;
            options.close();
        }
        new ArrayList<>(inputs.values()).forEach(OnnxTensor::close);
    }
}
