package dev.leat.service.state;

import static dev.leat.operator.service.StateStore.DEFAULT_TIMEOUT;

import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore.SetOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** A process that sets keys until it is killed, and prints each key once it is answered. */
final class Writer {

    private static final int THREADS = 4;

    private Writer() {}

    /** @param arguments the directory, and a name for the keys */
    public static void main(String[] arguments) {
        EmbeddedStateStore store = EmbeddedStateStore.open(Path.of(arguments[0]));
        IntStream.range(0, THREADS)
                .forEach(thread -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; ; i++) {
                        String key = arguments[1] + "/" + thread + "/" + i;
                        store.set(Bytes.utf8(key), Bytes.utf8("value of " + key), SetOptions.DEFAULT, DEFAULT_TIMEOUT);
                        synchronized (store) {
                            // In one piece, so that no line is cut off.
                            byte[] line = (key + "\n").getBytes(StandardCharsets.UTF_8);
                            System.out.write(line, 0, line.length);
                            System.out.flush();
                        }
                    }
                }));
    }
}
