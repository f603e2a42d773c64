package dev.leat.operator.service;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.UserProperty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls of other programs: the command protocol of Azure IoT Operations, a request and its response over MQTT
 * ({@code wasm-graph:processor/command-invoker@1.1.0}). Safe for use by many threads.
 */
public interface Commands extends AutoCloseable {

    /**
     * Which command is called, and where. Patterns are topics with tokens such as {@code {executorId}}.
     *
     * @param responseTopicPattern empty: the request's, between prefix and suffix
     * @param topicNamespace put before the request's topic
     * @param topicTokens what tokens stand for, the same in each request
     * @param responseTopicPrefix empty, with an empty suffix and pattern: {@code clients/} and the client's id
     */
    record InvokerOptions(
            String requestTopicPattern,
            Optional<String> responseTopicPattern,
            String commandName,
            Optional<String> topicNamespace,
            Map<String, String> topicTokens,
            Optional<String> responseTopicPrefix,
            Optional<String> responseTopicSuffix) {

        public InvokerOptions {
            topicTokens = Map.copyOf(topicTokens);
        }
    }

    /**
     * @param topicTokens what further tokens stand for
     * @param timeout after which there is no use in an answer; more than zero
     */
    record Request(
            Bytes payload, List<UserProperty> customUserData, Map<String, String> topicTokens, Duration timeout) {

        public Request {
            customUserData = List.copyOf(customUserData);
            topicTokens = Map.copyOf(topicTokens);
        }
    }

    record Response(Bytes payload, List<UserProperty> customUserData, Optional<Timestamp> timestamp) {

        public Response {
            customUserData = List.copyOf(customUserData);
        }
    }

    /** Calls one command. Safe for use by many threads. */
    interface Invoker extends AutoCloseable {

        /**
         * Blocks until the response is there, for as long as the request's timeout at most.
         *
         * @throws CommandException where there is no response, or the other side refuses
         */
        Response invoke(Request request);

        @Override
        void close();
    }

    /** @throws CommandException {@link CommandException.Reason#CONFIGURATION_INVALID} where the options name no topic */
    Invoker invoker(InvokerOptions options);

    @Override
    default void close() {}

    /** Nobody to call: every invoker is refused with {@link CommandException.Reason#CONFIGURATION_INVALID}. */
    Commands NONE = options -> {
        throw new CommandException(
                CommandException.Reason.CONFIGURATION_INVALID, "no broker is connected that commands could go through");
    };
}
