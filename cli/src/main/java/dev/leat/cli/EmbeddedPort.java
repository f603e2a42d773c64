package dev.leat.cli;

import dev.leat.platform.broker.EmbeddedBroker;
import java.io.IOException;

/**
 * The port of a broker in this process, as an option gives it.
 *
 * @param option its name on the command line
 * @param number from 1 to 65535, or 0 for a free one
 */
record EmbeddedPort(String option, int number) {

    /** @throws UsageException where it is no port */
    EmbeddedPort {
        if (number < 0 || number > 0xffff) {
            throw new UsageException(
                    CliProblem.VALUE, option + " " + number + ": between 1 and 65535, or 0 for a free one");
        }
    }

    /** @throws IllegalStateException where the broker does not start: {@link #explained} */
    EmbeddedBroker start() {
        return number == 0 ? EmbeddedBroker.start() : EmbeddedBroker.start(number);
    }

    /** Why it did not start, in terms of the option. */
    Exception explained(Throwable failed) {
        if (number == 0) {
            // The choice of the port is not to blame: most likely there is no place for its temporary files.
            return new IOException(
                    failed.getMessage() + "; its files are in " + System.getProperty("java.io.tmpdir")
                            + " while it runs",
                    failed);
        }
        return new UsageException(
                CliProblem.VALUE,
                option + " " + number + ": " + failed.getMessage() + "; choose another, or 0 for a free one");
    }
}
