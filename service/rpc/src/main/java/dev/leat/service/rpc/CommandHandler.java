package dev.leat.service.rpc;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.UserProperty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does what a command asks for. Called by many threads. */
public interface CommandHandler {

    /**
     * A request.
     *
     * @param topicTokens what the topic's tokens stand for
     * @param timestamp when it was sent, by the invoker's clock
     * @param source the invoker's client id, as it says itself
     * @param timeout after which nobody waits any more
     */
    record Call(
            Bytes payload,
            List<UserProperty> customUserData,
            Map<String, String> topicTokens,
            Optional<Timestamp> timestamp,
            Optional<String> source,
            Duration timeout) {}

    /** What is answered. */
    record Reply(Bytes payload, List<UserProperty> customUserData) {

        public static Reply of(Bytes payload) {
            return new Reply(payload, List.of());
        }
    }

    /**
     * Answers a request.
     *
     * @throws CommandRefusal where the request is wrong
     * @throws Exception any other one is answered as an error of the application, with its message
     */
    Reply handle(Call call) throws Exception;
}
