package dev.leat.service.rpc;

import dev.leat.operator.service.CommandException;
import dev.leat.operator.service.CommandException.Reason;
import dev.leat.operator.service.Commands;
import java.util.HashMap;
import java.util.Map;

/** Calls commands of other programs over MQTT. Does not close the connection. Safe for use by many threads. */
public final class MqttCommands implements Commands {

    private final RpcConnection connection;

    public MqttCommands(RpcConnection connection) {
        this.connection = connection;
    }

    @Override
    public Invoker invoker(InvokerOptions options) {
        if (options.commandName().isBlank()) {
            throw new CommandException(
                    Reason.CONFIGURATION_INVALID, RpcProblem.OPTIONS.says("an invoker needs the name of a command"));
        }
        Map<String, String> tokens = new HashMap<>(options.topicTokens());
        tokens.putIfAbsent("commandName", options.commandName());
        tokens.putIfAbsent("invokerClientId", connection.clientId());
        tokens.putIfAbsent("clientId", connection.clientId());
        TopicPattern plain = TopicPattern.parse("request topic pattern", options.requestTopicPattern());
        TopicPattern request = options.topicNamespace()
                .map(namespace -> plain.after(TopicPattern.parse("topic namespace", namespace)))
                .orElse(plain);
        return new CommandInvoker(connection, request, response(options, request), tokens, Payloads.BYTES);
    }

    private static TopicPattern response(InvokerOptions options, TopicPattern request) {
        if (options.responseTopicPattern().isPresent()) {
            return TopicPattern.parse(
                    "response topic pattern", options.responseTopicPattern().get());
        }
        boolean neither = options.responseTopicPrefix().isEmpty()
                && options.responseTopicSuffix().isEmpty();
        TopicPattern response = request;
        if (options.responseTopicSuffix().isPresent()) {
            response = TopicPattern.parse(
                            "response topic suffix",
                            options.responseTopicSuffix().get())
                    .after(response);
        }
        if (neither) {
            response = response.after(TopicPattern.parse("response topic prefix", "clients/{clientId}"));
        } else if (options.responseTopicPrefix().isPresent()) {
            response = response.after(TopicPattern.parse(
                    "response topic prefix", options.responseTopicPrefix().get()));
        }
        return response;
    }
}
