package dev.leat.service.rpc;

import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.SchemaRegistry;
import dev.leat.operator.service.SchemaRegistryException;
import dev.leat.operator.service.SchemaRegistryException.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a schema registry on an MQTT v5 broker, in the group {@code schema-registry-edge}. Errors are answered in the
 * payload, with code, message and nothing else. One that is no {@link WritableSchemaRegistry} takes no schemas.
 */
public final class SchemaRegistryServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistryServer.class);
    private static final String GROUP = "schema-registry-edge";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int THREADS = 2;

    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("leat-schema-server-", 0).factory());
    private final CommandExecutor get;
    private final CommandExecutor put;

    private SchemaRegistryServer(RpcConnection connection, SchemaRegistry registry) {
        this.get = open(connection, "get", payload -> {
            SchemaMessages.Get wanted = SchemaMessages.readGet(payload);
            return registry.get(wanted.name(), wanted.version(), TIMEOUT);
        });
        this.put = open(connection, "put", payload -> {
            WritableSchemaRegistry.Draft draft = SchemaMessages.readDraft(payload);
            if (registry instanceof WritableSchemaRegistry writable) {
                return writable.put(draft, TIMEOUT);
            }
            throw new SchemaRegistryException(Reason.REQUEST, "this registry takes no schemas");
        });
    }

    /** Subscribes, without waiting for it. Whoever opened the registry closes it, after this server. */
    public static SchemaRegistryServer open(RpcConnection connection, SchemaRegistry registry) {
        return new SchemaRegistryServer(connection, registry);
    }

    private CommandExecutor open(
            RpcConnection connection, String command, Function<Bytes, SchemaRegistry.Schema> answer) {
        CommandExecutor.Options options = new CommandExecutor.Options(
                MqttSchemaRegistry.TOPIC + command,
                command,
                Optional.empty(),
                Map.of(),
                Optional.of(GROUP),
                Payloads.JSON,
                TIMEOUT);
        return CommandExecutor.open(
                connection, options, call -> CommandHandler.Reply.of(answer(call.payload(), answer)), threads);
    }

    private static Bytes answer(Bytes payload, Function<Bytes, SchemaRegistry.Schema> answer) {
        try {
            return SchemaMessages.encode(answer.apply(payload));
        } catch (SchemaRegistryException refused) {
            return SchemaMessages.error(refused);
        } catch (RuntimeException broken) {
            LOG.error("a request to the schema registry broke", broken);
            return SchemaMessages.error(new SchemaRegistryException(Reason.INTERNAL, "internal error"));
        }
    }

    /** Completes when requests arrive from now on, or with the reason why they will not. */
    public CompletableFuture<@Nullable Void> ready() {
        return CompletableFuture.allOf(get.ready(), put.ready());
    }

    /** Takes no more requests, and lets those under way finish: the registry may be closed after that. */
    @Override
    public void close() {
        get.close();
        put.close();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("requests to the schema registry are still under way");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
