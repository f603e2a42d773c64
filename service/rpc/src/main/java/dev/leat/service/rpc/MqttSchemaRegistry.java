package dev.leat.service.rpc;

import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.CommandException;
import dev.leat.operator.service.Commands;
import dev.leat.operator.service.SchemaRegistryException;
import dev.leat.operator.service.SchemaRegistryException.Reason;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The schema registry behind a broker, over its commands. Schemas do not change once they have a version: they are kept for
 * a day, up to {@value #MOST_KEPT} of them. Does not close the connection.
 */
public final class MqttSchemaRegistry implements WritableSchemaRegistry {

    static final String TOPIC = "adr/dtmi:ms:adr:SchemaRegistry;2/";
    static final int MOST_KEPT = 1000;

    private static final Duration KEPT = Duration.ofDays(1);

    private record Kept(Schema schema, long sinceNanos) {}

    private final CommandInvoker get;
    private final CommandInvoker put;

    /** In the order of use. Guarded by itself. */
    private final Map<SchemaMessages.Get, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SchemaMessages.Get, Kept> eldest) {
            return size() > MOST_KEPT;
        }
    };

    public MqttSchemaRegistry(RpcConnection connection) {
        this.get = invoker(connection, "get");
        this.put = invoker(connection, "put");
    }

    private static CommandInvoker invoker(RpcConnection connection, String command) {
        TopicPattern request = TopicPattern.parse("topic", TOPIC + command);
        return new CommandInvoker(
                connection,
                request,
                request.after(TopicPattern.parse("response topic prefix", "clients/{clientId}")),
                Map.of("clientId", connection.clientId()),
                Payloads.JSON);
    }

    @Override
    public Schema get(String name, String version, Duration timeout) {
        SchemaMessages.Get wanted = new SchemaMessages.Get(name, version);
        synchronized (kept) {
            Kept known = kept.get(wanted);
            if (known != null && System.nanoTime() - known.sinceNanos() < KEPT.toNanos()) {
                return known.schema();
            }
        }
        Schema schema = ask(get, SchemaMessages.encode(wanted), timeout);
        synchronized (kept) {
            kept.put(wanted, new Kept(schema, System.nanoTime()));
        }
        return schema;
    }

    @Override
    public Schema put(Draft draft, Duration timeout) {
        return ask(put, SchemaMessages.encode(draft), timeout);
    }

    private static Schema ask(CommandInvoker command, Bytes payload, Duration timeout) {
        if (!timeout.isPositive()) {
            throw new SchemaRegistryException(Reason.TIMEOUT, RpcProblem.NO_ANSWER.says("no time was given"));
        }
        try {
            Commands.Response response = command.invoke(new Commands.Request(payload, List.of(), Map.of(), timeout));
            return SchemaMessages.readSchema(response.payload());
        } catch (CommandException failure) {
            Reason reason = switch (failure.reason()) {
                case TIMEOUT -> Reason.TIMEOUT;
                case CONFIGURATION_INVALID, PAYLOAD_INVALID -> Reason.REQUEST;
                case CLIENT_ERROR, CANCELLATION, STATE_INVALID -> Reason.NOT_AVAILABLE;
                case HEADER_INVALID,
                        HEADER_MISSING,
                        UNKNOWN_ERROR,
                        INVOCATION_EXCEPTION,
                        EXECUTION_EXCEPTION,
                        INTERNAL_LOGIC_ERROR,
                        RESOURCE_TABLE_ERROR,
                        BUILD_ERROR -> Reason.INTERNAL;
            };
            throw new SchemaRegistryException(reason, String.valueOf(failure.getMessage()), failure);
        }
    }

    @Override
    public void close() {
        get.close();
        put.close();
    }
}
