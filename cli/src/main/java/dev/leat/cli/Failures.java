package dev.leat.cli;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.model.ComponentException;
import dev.leat.dataflow.DataflowException;
import dev.leat.endpoint.kafka.KafkaEndpointException;
import dev.leat.endpoint.kafka.KafkaError;
import dev.leat.endpoint.mqtt.MqttEndpointException;
import dev.leat.endpoint.mqtt.MqttError;
import dev.leat.graph.GraphDefinitionException;
import dev.leat.kit.KitException;
import dev.leat.kit.KitProblem;
import dev.leat.operator.OperatorException;
import dev.leat.operator.service.StateStoreException;
import dev.leat.platform.server.ServerException;
import dev.leat.registry.RegistryError;
import dev.leat.registry.RegistryException;
import dev.leat.runtime.GraphException;
import dev.leat.service.schema.SchemaException;
import dev.leat.service.state.StateException;
import dev.leat.service.telemetry.TelemetryException;
import dev.leat.testkit.TestkitException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** How failures are told to the person at the terminal: what happened, where, what to do; no stack traces. */
final class Failures {

    private Failures() {}

    static void print(Throwable failure, PrintWriter err, boolean stacktrace) {
        err.println(message(failure));
        if (stacktrace) {
            failure.printStackTrace(err);
        }
        err.flush();
    }

    private static String message(Throwable failure) {
        return switch (failure) {
            case UsageException usage -> usage.getMessage();
            case GraphDefinitionException definition -> definition.getMessage();
            case GraphException graph -> graph.getMessage();
            case OperatorException operator -> operator.getMessage();
            case SchemaException schema -> schema.getMessage();
            case TelemetryException telemetry -> telemetry.getMessage();
            case ComponentException component -> component.getMessage();
            case CoreTrapException trap -> "the guest trapped: " + trap.getMessage();
            case MqttEndpointException mqtt -> mqtt.getMessage();
            case KafkaEndpointException kafka -> kafka.getMessage();
            case TestkitException testkit -> testkit.getMessage();
            case StateException state -> state.getMessage();
            case StateStoreException store -> CliProblem.STATE_STORE.code() + ": " + store.getMessage();
            case KitException kit -> kit.getMessage();
            case ServerException server -> server.getMessage();
            case RegistryException registry -> registry.getMessage();
            case ServerClientException server -> server.getMessage();
            case DataflowException dataflow -> withCause(dataflow);
            case CompletionException wrapped when wrapped.getCause() != null -> message(wrapped.getCause());
            case ExecutionException wrapped when wrapped.getCause() != null -> message(wrapped.getCause());
            case OutOfMemoryError memory ->
                CliProblem.EXHAUSTED.code() + ": Java's memory is used up: " + memory.getMessage()
                        + "\n  hint: give it more with LEAT_JVM_FLAGS=-Xmx4g, or lower --memory-limit";
            case StackOverflowError stack ->
                CliProblem.EXHAUSTED.code() + ": Java's stack is used up: the input is nested too deeply";
            case IOException io -> CliProblem.FILE.code() + ": " + file(io);
            default ->
                CliProblem.UNEXPECTED.code() + ": " + failure
                        + "\n  hint: this is a defect of Leat; run again with --stacktrace and report what it prints";
        };
    }

    private static String withCause(DataflowException dataflow) {
        Throwable cause = dataflow.getCause();
        String message = String.valueOf(dataflow.getMessage());
        return cause == null || cause.getMessage() == null || message.contains(cause.getMessage())
                ? message
                : message + "\n  cause: " + message(cause);
    }

    private static String file(IOException io) {
        return switch (io) {
            case NoSuchFileException missing -> missing.getFile() + ": there is no such file";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileSystemException other -> String.valueOf(other.getMessage());
            default -> String.valueOf(io.getMessage());
        };
    }

    /** 2 where the user can mend it by giving something else, 1 where the work itself failed. */
    static int exitCode(Throwable failure) {
        return switch (failure) {
            case UsageException usage -> 2;
            case GraphDefinitionException definition -> 2;
            case GraphException graph -> 2;
            case ComponentException component -> 2;
            case OperatorException operator -> 2;
            case SchemaException schema -> 2;
            case TelemetryException telemetry -> 2;
            case TestkitException testkit -> 2;
            case StateException state -> 2;
            case ServerException server -> 2;
            case ServerClientException server -> server.exitCode();
            case RegistryException registry when registry.error() == RegistryError.REFERENCE_INVALID -> 2;
            case KitException kit -> kit.problem() == KitProblem.BUILD_FAILED ? 1 : 2;
            case CompletionException wrapped when wrapped.getCause() != null -> exitCode(wrapped.getCause());
            case ExecutionException wrapped when wrapped.getCause() != null -> exitCode(wrapped.getCause());
            case MqttEndpointException mqtt when mqtt.error() == MqttError.TOPIC_INVALID -> 2;
            case KafkaEndpointException kafka when kafka.error() == KafkaError.TOPIC_INVALID -> 2;
            case NoSuchFileException missing -> 2;
            default -> 1;
        };
    }
}
