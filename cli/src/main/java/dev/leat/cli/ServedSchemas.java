package dev.leat.cli;

import dev.leat.operator.service.SchemaRegistryException;
import dev.leat.operator.service.SchemaRegistryException.Reason;
import dev.leat.service.rpc.WritableSchemaRegistry;
import dev.leat.service.schema.SchemaDirectory;
import dev.leat.service.schema.SchemaException;
import dev.leat.service.schema.SchemaProblem;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of schemas as clients of a broker see it: what is put without a name gets the SHA-256 of its content as its
 * name, and no answer says where the directory is.
 */
record ServedSchemas(SchemaDirectory directory) implements WritableSchemaRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(ServedSchemas.class);

    @Override
    public Schema get(String name, String version, Duration timeout) {
        try {
            return directory.get(name, version, timeout);
        } catch (SchemaRegistryException missing) {
            throw new SchemaRegistryException(
                    missing.reason(), "there is no version " + version + " of schema '" + name + "'", missing);
        }
    }

    @Override
    public Schema put(Draft draft, Duration timeout) {
        if (!draft.version().matches("[0-9]")) {
            throw new SchemaRegistryException(
                    Reason.REQUEST, "the version is '" + draft.version() + "', and may be 0 to 9");
        }
        try {
            return directory.put(new Schema(
                    SchemaDirectory.hash(draft.content()).toUpperCase(Locale.ROOT),
                    "",
                    draft.version(),
                    draft.format(),
                    draft.content(),
                    Optional.empty(),
                    draft.description(),
                    draft.displayName(),
                    draft.tags()));
        } catch (SchemaException refused) {
            if (refused.problem() == SchemaProblem.FILE) {
                LOG.error("A schema could not be kept: {}", refused.getMessage());
                throw new SchemaRegistryException(Reason.INTERNAL, "the schema could not be kept", refused);
            }
            throw new SchemaRegistryException(Reason.REQUEST, String.valueOf(refused.getMessage()), refused);
        }
    }
}
