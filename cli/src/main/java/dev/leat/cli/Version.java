package dev.leat.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code leat --version} prints. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
        return new String[] {"leat " + version, "Java " + Runtime.version()};
    }
}
