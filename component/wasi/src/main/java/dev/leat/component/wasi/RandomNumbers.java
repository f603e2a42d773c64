package dev.leat.component.wasi;

import dev.leat.component.model.HostContext;
import dev.leat.component.model.HostFunction;
import dev.leat.component.model.Linker;
import java.util.List;
import java.util.random.RandomGenerator;

/** {@code wasi:random}. The insecure interfaces get the same numbers as the secure one. */
final class RandomNumbers {

    /** What a guest may ask for at once, in bytes. */
    private static final long LARGEST = 16 << 20;

    private static final HostFunction BYTES = (context, arguments) -> bytes(context, (Long) arguments[0]);
    private static final HostFunction NUMBER =
            (context, arguments) -> random(context).nextLong();

    private RandomNumbers() {}

    static void addTo(Linker linker) {
        Wasi.provide(linker, "wasi:random/random")
                .function("get-random-bytes", BYTES)
                .function("get-random-u64", NUMBER);
        Wasi.provide(linker, "wasi:random/insecure")
                .function("get-insecure-random-bytes", BYTES)
                .function("get-insecure-random-u64", NUMBER);
        Wasi.provide(linker, "wasi:random/insecure-seed").function("insecure-seed", (context, arguments) -> {
            RandomGenerator random = random(context);
            return List.of(random.nextLong(), random.nextLong());
        });
    }

    private static byte[] bytes(HostContext context, long length) {
        if (Long.compareUnsigned(length, LARGEST) > 0) {
            throw Traps.other("the guest asked wasi:random for " + Long.toUnsignedString(length)
                    + " bytes at once; there are at most " + LARGEST);
        }
        byte[] bytes = new byte[(int) length];
        random(context).nextBytes(bytes);
        return bytes;
    }

    private static RandomGenerator random(HostContext context) {
        return context.state(WasiContext.class).random();
    }
}
