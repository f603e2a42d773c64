package dev.leat.component.wasi;

import dev.leat.component.model.HostContext;
import dev.leat.component.model.HostFunction;
import dev.leat.component.model.Linker;
import dev.leat.component.model.Result;
import dev.leat.component.model.Variant;
import java.util.List;
import java.util.function.BiConsumer;

/** {@code wasi:io}: errors, polling and streams. */
final class Io {

    private static final Result<?, ?> OK = Result.ok();
    private static final HostFunction CLOSED = (context, arguments) -> Result.err(Variant.of("closed"));
    private static final HostFunction SUBSCRIBE = (context, arguments) -> ((ByteStream) arguments[0]).subscribe();

    private Io() {}

    static void addTo(Linker linker) {
        Denied.resource(
                Wasi.provide(linker, "wasi:io/error"), "error", "unknown", List.of(), List.of("to-debug-string"));
        Wasi.provide(linker, "wasi:io/poll")
                .resource("pollable", Pollable.class, Pollable::drop)
                .function(
                        "[method]pollable.ready",
                        (context, arguments) -> ((Pollable) arguments[0]).left(now(context)) == 0)
                .function("[method]pollable.block", (context, arguments) -> {
                    Pollable.await(context, List.of((Pollable) arguments[0]));
                    return null;
                })
                .function("poll", Io::poll);
        Linker.HostInstance streams = Wasi.provide(linker, "wasi:io/streams");
        addInput(streams);
        addOutput(streams);
    }

    private static void addInput(Linker.HostInstance streams) {
        streams.resource("input-stream", InputStream.class, InputStream::drop)
                .function("[method]input-stream.subscribe", SUBSCRIBE);
        for (String method : List.of("read", "blocking-read", "skip", "blocking-skip")) {
            streams.function("[method]input-stream." + method, CLOSED);
        }
    }

    private static void addOutput(Linker.HostInstance streams) {
        streams.resource("output-stream", OutputStream.class, OutputStream::drop)
                .function("[method]output-stream.subscribe", SUBSCRIBE)
                .function(
                        "[method]output-stream.check-write",
                        (context, arguments) -> Result.ok(output(arguments).checkWrite()))
                .function("[method]output-stream.write", bytes(OutputStream::write))
                .function("[method]output-stream.write-zeroes", length(OutputStream::writeZeroes))
                .function("[method]output-stream.blocking-write-and-flush", bytes(OutputStream::blockingWrite))
                .function(
                        "[method]output-stream.blocking-write-zeroes-and-flush",
                        length(OutputStream::blockingWriteZeroes))
                .function("[method]output-stream.flush", (context, arguments) -> OK)
                .function("[method]output-stream.blocking-flush", (context, arguments) -> OK)
                // Every input-stream here is closed, and that ends a splice.
                .function("[method]output-stream.splice", CLOSED)
                .function("[method]output-stream.blocking-splice", CLOSED);
    }

    private static HostFunction bytes(BiConsumer<OutputStream, byte[]> write) {
        return (context, arguments) -> {
            write.accept(output(arguments), (byte[]) arguments[1]);
            return OK;
        };
    }

    private static HostFunction length(BiConsumer<OutputStream, Long> write) {
        return (context, arguments) -> {
            write.accept(output(arguments), (Long) arguments[1]);
            return OK;
        };
    }

    private static OutputStream output(Object[] arguments) {
        return (OutputStream) arguments[0];
    }

    private static long now(HostContext context) {
        return context.state(WasiContext.class).options().monotonicClock().nanos();
    }

    private static List<Long> poll(HostContext context, Object[] arguments) {
        List<Pollable> pollables =
                ((List<?>) arguments[0]).stream().map(Pollable.class::cast).toList();
        if (pollables.isEmpty()) {
            throw Traps.broken("the guest called wasi:io/poll#poll with nothing to wait for");
        }
        return Pollable.await(context, pollables).stream()
                .map(Integer::longValue)
                .toList();
    }
}
