package dev.leat.cli;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore;
import dev.leat.operator.service.StateStore.Condition;
import dev.leat.operator.service.StateStore.Deleted;
import dev.leat.operator.service.StateStore.Found;
import dev.leat.operator.service.StateStore.Page;
import dev.leat.operator.service.StateStore.SetOptions;
import dev.leat.operator.service.StateStore.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat state}: looks into a state store, and changes it. */
@Command(
        name = "state",
        description = {
            "Reads and writes a state store.",
            "The exit code is 1 where a key is absent, a condition does not hold, or the store refuses."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = StateServeCommand.class,
        mixinStandardHelpOptions = true)
final class StateCommand {

    private static final int DONE = 0;
    private static final int ABSENT = 1;

    @Command(name = "get", description = "Prints the value of a key, as it is.", mixinStandardHelpOptions = true)
    int get(
            @Mixin StoreChoice choice,
            @Mixin StateOutput output,
            @Parameters(paramLabel = "KEY", description = "The key, as UTF-8.") String key,
            @Option(names = "--file", paramLabel = "FILE", description = "Write the value to a file.") @Nullable
                    Path file)
            throws IOException {
        try (StateStore store = choice.open(false)) {
            Found found = store.get(Bytes.utf8(key), StateStore.DEFAULT_TIMEOUT);
            if (found.value().isEmpty()) {
                return output.absent(key);
            }
            if (file != null) {
                Files.write(file, found.value().get().unsafeArray());
            }
            output.value(Bytes.utf8(key), found, file == null);
            return DONE;
        }
    }

    @Command(name = "set", description = "Sets a key, and prints its version.", mixinStandardHelpOptions = true)
    int set(
            @Mixin StoreChoice choice,
            @Mixin StateOutput output,
            @Mixin StateEntry entry,
            @Option(names = "--nx", description = "Only where the key is absent.") boolean absent,
            @Option(names = "--nex", description = "Only where the key is absent, or has this very value.")
                    boolean absentOrEqual,
            @Option(names = "--px", paramLabel = "MILLISECONDS", description = "After which the key is gone.") @Nullable
                    Long expiry,
            @Option(
                            names = "--token",
                            paramLabel = "VERSION",
                            description = "A fencing token: keeps out who has an earlier one, or none.")
                    @Nullable
                    String token)
            throws IOException {
        if (absent && absentOrEqual) {
            throw new UsageException(CliProblem.OPTIONS, "--nx and --nex do not go together");
        }
        if (expiry != null && expiry < 1) {
            throw new UsageException(CliProblem.VALUE, "--px " + expiry + ": at least one millisecond");
        }
        SetOptions options = new SetOptions(
                absent ? Condition.ABSENT : absentOrEqual ? Condition.ABSENT_OR_EQUAL : Condition.ALWAYS,
                Optional.ofNullable(expiry).map(Duration::ofMillis),
                token(token));
        Bytes content = entry.value();
        try (StateStore store = choice.open(true)) {
            Stored stored = store.set(Bytes.utf8(entry.key()), content, options, StateStore.DEFAULT_TIMEOUT);
            output.stored(entry.key(), stored);
            return stored.applied() ? DONE : ABSENT;
        }
    }

    @Command(name = "del", description = "Deletes a key.", mixinStandardHelpOptions = true)
    int del(
            @Mixin StoreChoice choice,
            @Mixin StateOutput output,
            @Parameters(paramLabel = "KEY", description = "The key, as UTF-8.") String key,
            @Option(names = "--token", paramLabel = "VERSION", description = "The fencing token.") @Nullable
                    String token)
            throws IOException {
        Optional<Timestamp> fence = token(token);
        try (StateStore store = choice.open(false)) {
            return deleted(output, key, store.delete(Bytes.utf8(key), fence, StateStore.DEFAULT_TIMEOUT));
        }
    }

    @Command(name = "vdel", description = "Deletes a key that has this value.", mixinStandardHelpOptions = true)
    int vdel(
            @Mixin StoreChoice choice,
            @Mixin StateOutput output,
            @Mixin StateEntry entry,
            @Option(names = "--token", paramLabel = "VERSION", description = "The fencing token.") @Nullable
                    String token)
            throws IOException {
        Optional<Timestamp> fence = token(token);
        Bytes content = entry.value();
        try (StateStore store = choice.open(false)) {
            return deleted(
                    output,
                    entry.key(),
                    store.deleteIfEqual(Bytes.utf8(entry.key()), content, fence, StateStore.DEFAULT_TIMEOUT));
        }
    }

    private static int deleted(StateOutput output, String key, Deleted deleted) {
        output.deleted(key, deleted);
        return deleted.count() == 1 ? DONE : ABSENT;
    }

    @Command(name = "scan", description = "Prints keys, one a line.", mixinStandardHelpOptions = true)
    int scan(
            @Mixin StoreChoice choice,
            @Mixin StateOutput output,
            @Parameters(
                            arity = "0..1",
                            defaultValue = "*",
                            paramLabel = "PATTERN",
                            description = "With * for any bytes and ? for one (default: all).")
                    String pattern)
            throws IOException {
        try (StateStore store = choice.open(false)) {
            Optional<String> next = Optional.empty();
            do {
                Page page = store.scan(Bytes.utf8(pattern), next, StateStore.DEFAULT_TIMEOUT);
                page.keys().forEach(output::key);
                next = page.next();
            } while (next.isPresent());
            return DONE;
        }
    }

    @Command(
            name = "watch",
            description = "Prints each change of a key, until Ctrl-C.",
            mixinStandardHelpOptions = true)
    int watch(
            @Mixin StoreChoice choice,
            @Mixin StateOutput output,
            @Parameters(paramLabel = "KEY", description = "The key, as UTF-8.") String key,
            @Option(names = "--count", paramLabel = "N", description = "End after so many changes.") @Nullable
                    Integer count)
            throws IOException, InterruptedException {
        if (count != null && count < 1) {
            throw new UsageException(CliProblem.VALUE, "--count " + count + ": at least one");
        }
        CountDownLatch left = new CountDownLatch(count == null ? Integer.MAX_VALUE : count);
        try (StateStore store = choice.open(false);
                StateStore.Watch watch = store.watch(
                        Bytes.utf8(key),
                        change -> {
                            if (left.getCount() > 0) {
                                output.change(change);
                                left.countDown();
                            }
                        },
                        StateStore.DEFAULT_TIMEOUT)) {
            left.await();
            return DONE;
        }
    }

    private static Optional<Timestamp> token(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(given -> Timestamp.tryParse(given)
                        .orElseThrow(() -> new UsageException(
                                CliProblem.VALUE,
                                "--token " + given + ": write a version, as leat state set prints it")));
    }
}
