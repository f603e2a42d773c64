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

/**
 * What a module has said of requests and of invokers so far, with a bound on what all that takes together. Belongs to one
 * instance of a module, and to its thread.
 */
final class CommandBuilders {

    /** What the builders of an instance may keep alive, in bytes. */
    static final long MOST_BYTES = 64L << 20;

    /** What two texts cost beside their characters, about. */
    private static final int OBJECT = 64;

    private long bytes;

    Request request() {
        return new Request();
    }

    Options options() {
        return new Options();
    }

    /** What all builders keep alive, in bytes, about. */
    long bytes() {
        return bytes;
    }

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

    /** What an invoker's options keep alive, in bytes, about. */
    static long weight(Commands.InvokerOptions options) {
        return options.requestTopicPattern().length()
                + options.commandName().length()
                + weight(
                        options.topicTokens(),
                        options.responseTopicPattern(),
                        options.topicNamespace(),
                        options.responseTopicPrefix(),
                        options.responseTopicSuffix());
    }

    @SafeVarargs
    private static long weight(Map<String, String> tokens, Optional<String>... texts) {
        long weight = weight(Bytes.EMPTY, List.of(), tokens);
        for (Optional<String> text : texts) {
            weight += OBJECT + text.map(String::length).orElse(0);
        }
        return weight;
    }

    /** One builder, which a module may hold by several handles: it counts once, until the last of them is dropped. */
    abstract sealed class Builder {
        private int handles = 1;
        private long counted;

        /** What it keeps alive, in bytes, about. */
        abstract long weight();

        /** Forgets all that was said. */
        abstract void clear();

        /**
         * The module has said more of it, and gets a further handle.
         *
         * @throws CommandException {@link Reason#RESOURCE_TABLE_ERROR} where that is too much; nothing of it is kept then
         */
        void grown() {
            bytes -= counted;
            counted = weight();
            if (bytes + counted > MOST_BYTES) {
                clear();
                counted = 0;
                throw new CommandException(
                        Reason.RESOURCE_TABLE_ERROR,
                        "the module's builders of commands hold more than " + (MOST_BYTES >> 20) + " MiB; drop some");
            }
            bytes += counted;
            handles++;
        }

        /** A handle is gone. */
        void dropped() {
            if (--handles == 0) {
                bytes -= counted;
            }
        }
    }

    final class Request extends Builder {
        Bytes payload = Bytes.EMPTY;
        List<UserProperty> customUserData = List.of();
        Map<String, String> topicTokens = Map.of();
        Optional<Duration> timeout = Optional.empty();

        @Override
        long weight() {
            return CommandBuilders.weight(payload, customUserData, topicTokens);
        }

        @Override
        void clear() {
            payload = Bytes.EMPTY;
            customUserData = List.of();
            topicTokens = Map.of();
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

    final class Options extends Builder {
        Optional<String> requestTopicPattern = Optional.empty();
        Optional<String> responseTopicPattern = Optional.empty();
        Optional<String> commandName = Optional.empty();
        Optional<String> topicNamespace = Optional.empty();
        Map<String, String> topicTokens = Map.of();
        Optional<String> responseTopicPrefix = Optional.empty();
        Optional<String> responseTopicSuffix = Optional.empty();

        @Override
        long weight() {
            return CommandBuilders.weight(
                    topicTokens,
                    requestTopicPattern,
                    responseTopicPattern,
                    commandName,
                    topicNamespace,
                    responseTopicPrefix,
                    responseTopicSuffix);
        }

        @Override
        void clear() {
            requestTopicPattern = Optional.empty();
            responseTopicPattern = Optional.empty();
            commandName = Optional.empty();
            topicNamespace = Optional.empty();
            topicTokens = Map.of();
            responseTopicPrefix = Optional.empty();
            responseTopicSuffix = Optional.empty();
        }

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
