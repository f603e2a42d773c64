package dev.leat.operator;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.operator.service.CommandException;
import dev.leat.operator.service.CommandException.Reason;
import dev.leat.operator.service.Commands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a module has said of a request, or of an invoker, so far. Each belongs to one module's instance. */
final class CommandBuilders {

    /** What two texts cost beside their characters, about. */
    private static final int OBJECT = 64;

    private CommandBuilders() {}

    /** What a request keeps alive, in bytes, about. */
    static long weight(Bytes payload, List<UserProperty> customUserData, Map<String, String> topicTokens) {
        long weight = payload.length();
        for (UserProperty property : customUserData) {
            weight += OBJECT + property.key().length() + property.value().length();
        }
        for (Map.Entry<String, String> token : topicTokens.entrySet()) {
            weight += OBJECT + token.getKey().length() + token.getValue().length();
        }
        return weight;
    }

    static final class Request {
        Bytes payload = Bytes.EMPTY;
        List<UserProperty> customUserData = List.of();
        Map<String, String> topicTokens = Map.of();
        Optional<Duration> timeout = Optional.empty();

        long weight() {
            return CommandBuilders.weight(payload, customUserData, topicTokens);
        }

        /** @throws CommandException {@link Reason#BUILD_ERROR} where no timeout was set */
        Commands.Request build() {
            return new Commands.Request(
                    payload,
                    customUserData,
                    topicTokens,
                    timeout.filter(Duration::isPositive).orElseThrow(() -> missing("timeout")));
        }
    }

    static final class Options {
        Optional<String> requestTopicPattern = Optional.empty();
        Optional<String> responseTopicPattern = Optional.empty();
        Optional<String> commandName = Optional.empty();
        Optional<String> topicNamespace = Optional.empty();
        Map<String, String> topicTokens = Map.of();
        Optional<String> responseTopicPrefix = Optional.empty();
        Optional<String> responseTopicSuffix = Optional.empty();

        /** @throws CommandException {@link Reason#BUILD_ERROR} where no topic or no name was set */
        Commands.InvokerOptions build() {
            return new Commands.InvokerOptions(
                    requestTopicPattern.orElseThrow(() -> missing("request-topic-pattern")),
                    responseTopicPattern,
                    commandName.orElseThrow(() -> missing("command-name")),
                    topicNamespace,
                    topicTokens,
                    responseTopicPrefix,
                    responseTopicSuffix);
        }
    }

    private static CommandException missing(String what) {
        return new CommandException(Reason.BUILD_ERROR, "the module built it without " + what);
    }
}
