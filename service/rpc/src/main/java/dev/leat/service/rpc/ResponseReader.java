package dev.leat.service.rpc;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.ClockException;
import dev.leat.dataflow.DataflowError;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.CommandException;
import dev.leat.operator.service.CommandException.Reason;
import dev.leat.operator.service.Commands.Response;
import java.util.Optional;

/** Reads what an executor answered. */
final class ResponseReader {

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private ResponseReader() {}

    /**
     * The response, where the executor did what it was asked for.
     *
     * @throws CommandException where it did not, or where the response is none
     */
    static Response read(Mqtt5Publish response, HybridLogicalClock clock) {
        Optional<String> version = Headers.find(response, Headers.PROTOCOL_VERSION);
        if (!Headers.isSpoken(version)) {
            throw bad(Reason.HEADER_INVALID, "has protocol version " + version.orElse("") + ", 1 is spoken here");
        }
        String status = Headers.find(response, Headers.STATUS)
                .orElseThrow(() -> bad(Reason.HEADER_MISSING, "has no " + Headers.STATUS));
        Optional<Timestamp> time = time(response, clock);
        int code = code(status);
        if (code != OK && code != NO_CONTENT) {
            throw refused(code, response);
        }
        Bytes payload = response.getPayload().map(Bytes::copyOf).orElse(Bytes.EMPTY);
        if (code == NO_CONTENT && !payload.isEmpty()) {
            throw bad(Reason.PAYLOAD_INVALID, "says that it has no content, and has " + payload.length() + " bytes");
        }
        return new Response(payload, Headers.custom(response), time);
    }

    private static int code(String status) {
        if (status.length() == 3 && status.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Integer.parseInt(status);
        }
        throw bad(Reason.HEADER_INVALID, "has the status '" + status + "', which is no number of three digits");
    }

    private static Optional<Timestamp> time(Mqtt5Publish response, HybridLogicalClock clock) {
        Optional<String> text = Headers.find(response, Headers.TIMESTAMP);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Timestamp time = Timestamp.tryParse(text.get())
                .orElseThrow(
                        () -> bad(Reason.HEADER_INVALID, "has the " + Headers.TIMESTAMP + " '" + text.get() + "'"));
        try {
            clock.merge(time);
        } catch (ClockException unusable) {
            throw new CommandException(
                    unusable.error() == DataflowError.CLOCK_DRIFT ? Reason.STATE_INVALID : Reason.INTERNAL_LOGIC_ERROR,
                    RpcProblem.BAD_ANSWER.says("the response has a time that cannot be: " + unusable.getMessage()),
                    unusable);
        }
        return Optional.of(time);
    }

    private static CommandException refused(int code, Mqtt5Publish response) {
        Optional<String> property = Headers.find(response, Headers.PROPERTY_NAME);
        Optional<String> value = Headers.find(response, Headers.PROPERTY_VALUE);
        boolean application = Headers.find(response, Headers.APPLICATION_ERROR)
                .filter(text -> text.equalsIgnoreCase("true"))
                .isPresent();
        Reason reason = switch (code) {
            case 400 ->
                property.isEmpty()
                        ? Reason.PAYLOAD_INVALID
                        : value.isEmpty() ? Reason.HEADER_MISSING : Reason.HEADER_INVALID;
            case 408 -> Reason.TIMEOUT;
            case 415, 505 -> Reason.HEADER_INVALID;
            case 422 -> Reason.INVOCATION_EXCEPTION;
            case 500 ->
                application
                        ? Reason.EXECUTION_EXCEPTION
                        : property.isPresent() ? Reason.INTERNAL_LOGIC_ERROR : Reason.UNKNOWN_ERROR;
            case 503 -> Reason.STATE_INVALID;
            default -> Reason.UNKNOWN_ERROR;
        };
        StringBuilder what = new StringBuilder("the executor answered ").append(code);
        Headers.find(response, Headers.STATUS_MESSAGE)
                .ifPresent(text -> what.append(", ").append(text));
        property.ifPresent(name -> what.append(" (")
                .append(name)
                .append(value.map(v -> ": " + v).orElse(""))
                .append(')'));
        Headers.find(response, Headers.SUPPORTED_VERSIONS)
                .ifPresent(versions -> what.append("; it speaks the versions ").append(versions));
        return new CommandException(reason, RpcProblem.REFUSED.says(what.toString()));
    }

    private static CommandException bad(Reason reason, String what) {
        return new CommandException(reason, RpcProblem.BAD_ANSWER.says("the response " + what));
    }
}
