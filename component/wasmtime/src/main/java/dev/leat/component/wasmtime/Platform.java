package dev.leat.component.wasmtime;

import java.util.Locale;

/** An operating system and a processor, in the words that name the packed libraries: {@code linux-x86_64}. */
record Platform(String system, String processor) {

    /** The platform of this virtual machine. */
    static final Platform HOST = of(System.getProperty("os.name"), System.getProperty("os.arch"));

    /** The platform of a virtual machine, from its properties {@code os.name} and {@code os.arch}. */
    static Platform of(String osName, String osArch) {
        String name = osName.toLowerCase(Locale.ROOT);
        String system = name.startsWith("mac") ? "macos" : name.startsWith("windows") ? "windows" : name;
        String processor = switch (osArch) {
            case "amd64" -> "x86_64";
            case "arm64" -> "aarch64";
            default -> osArch;
        };
        return new Platform(system, processor);
    }

    @Override
    public String toString() {
        return system + "-" + processor;
    }
}
