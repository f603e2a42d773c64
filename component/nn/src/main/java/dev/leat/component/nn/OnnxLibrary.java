package dev.leat.component.nn;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** ONNX Runtime's native library, loaded once for the process when the first model is. */
final class OnnxLibrary {

    /** ONNX Runtime's own system property: where its native libraries are. */
    private static final String NATIVE_PATH = "onnxruntime.native.path";

    private static final System.Logger LOG = System.getLogger(OnnxLibrary.class.getName());

    private OnnxLibrary() {}

    /** Thread-safe by the class's initialisation, which is also where a failure is kept. */
    private static final class Loaded {

        static final OrtEnvironment ENVIRONMENT = open();

        private static OrtEnvironment open() {
            if (System.getProperty(NATIVE_PATH) == null) {
                try {
                    NativeFiles.extract(OrtEnvironment.class)
                            .map(Path::toString)
                            .ifPresent(directory -> System.setProperty(NATIVE_PATH, directory));
                } catch (IOException unwritable) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "ONNX Runtime is taken out of its jar for this process alone: " + Words.of(unwritable));
                }
            }
            // What goes wrong comes as exceptions; its own lines would go to this process's stderr past every log.
            OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "leat");
            try {
                environment.setTelemetry(false);
            } catch (OrtException unchanged) {
                LOG.log(System.Logger.Level.DEBUG, "this build of ONNX Runtime has no telemetry", unchanged);
            }
            return environment;
        }
    }

    /** Before what needs the library alone. */
    static void load() throws NnException {
        environment();
    }

    static OrtEnvironment environment() throws NnException {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new NnException(
                    NnProblem.UNSUPPORTED_OPERATION, "models run only on processors that are little-endian");
        }
        try {
            return Loaded.ENVIRONMENT;
        } catch (LinkageError unavailable) {
            Throwable reason = unavailable.getCause() == null ? unavailable : unavailable.getCause();
            throw new NnException(
                    NnProblem.UNSUPPORTED_OPERATION, "ONNX Runtime cannot run here: " + Words.of(reason), unavailable);
        }
    }
}
