package dev.leat.operator;

import dev.leat.component.model.Linker;
import dev.leat.component.model.Result;
import dev.leat.operator.service.SchemaRegistry;
import dev.leat.operator.service.SchemaRegistryException;
import java.time.Duration;
import java.util.List;

/** {@code wasm-graph:processor/schema-registry}: a module's calls as calls of the {@link SchemaRegistry}. */
final class SchemaRegistryInterface {

    /** What a guest that would wait for ever gets; longer than any call may take. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private SchemaRegistryInterface() {}

    static void addTo(Linker.HostInstance registry) {
        registry.function(
                "get",
                List.of(String.class, String.class, Wit.Duration.class),
                HostInterfaces.generic(Result.class, Wit.Schema.class, Wit.SchemaError.class),
                (context, arguments) -> get(
                        context.state(ModuleState.class).settings().services().schemaRegistry(),
                        (String) arguments[0],
                        (String) arguments[1],
                        HostInterfaces.within(context, WitValues.duration((Wit.Duration) arguments[2], LONGEST))));
    }

    private static Result<Wit.Schema, Wit.SchemaError> get(
            SchemaRegistry registry, String name, String version, Duration timeout) {
        try {
            return Result.ok(toWit(registry.get(name, version, timeout)));
        } catch (SchemaRegistryException refused) {
            return Result.err(toWit(refused));
        }
    }

    private static Wit.Schema toWit(SchemaRegistry.Schema schema) {
        return new Wit.Schema(
                schema.description(),
                schema.displayName(),
                switch (schema.format()) {
                    case JSON_SCHEMA -> new Wit.SchemaFormat.Json();
                    case DELTA -> new Wit.SchemaFormat.Delta();
                },
                schema.hash(),
                schema.name(),
                schema.namespace(),
                schema.content(),
                new Wit.SchemaType.MessageSchema(),
                schema.tags().entrySet().stream()
                        .map(tag -> new Wit.Setting(tag.getKey(), tag.getValue()))
                        .toList(),
                schema.version());
    }

    private static Wit.SchemaError toWit(SchemaRegistryException refused) {
        String message = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case REQUEST -> new Wit.SchemaError.Request(message);
            case INTERNAL -> new Wit.SchemaError.Internal(message);
            case TIMEOUT -> new Wit.SchemaError.Timeout();
            case NOT_FOUND -> new Wit.SchemaError.NotFound();
            case NOT_AVAILABLE -> new Wit.SchemaError.NotAvailable();
        };
    }
}
