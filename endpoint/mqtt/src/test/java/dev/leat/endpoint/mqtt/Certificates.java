package dev.leat.endpoint.mqtt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A certificate authority of a test's own, and what it has signed, made by openssl. Where that is not installed, tests that
 * ask for one are aborted, loudly.
 */
public final class Certificates {

    /** A certificate and its key (PKCS#8), in PEM. */
    public record Issued(Path certificate, Path key) {}

    static final String LOCAL = "subjectAltName=IP:127.0.0.1,DNS:localhost";

    private final Path directory;
    private final String name;

    /** @param name of the authority, and what its files begin with */
    public Certificates(Path directory, String name) throws Exception {
        this.directory = directory;
        this.name = name;
        openssl(("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=" + name + " -keyout "
                        + file(".ca.key") + " -out " + authority())
                .split(" "));
    }

    /** The certificate of the authority. */
    public Path authority() {
        return file(".ca.pem");
    }

    /** For a broker on this machine. */
    public Issued broker() throws Exception {
        return issue("broker", "rsa:2048", LOCAL, 30);
    }

    /** @param kind as {@code openssl req -newkey} has it, such as {@code rsa:2048} or {@code ec} */
    public Issued client(String client, String kind) throws Exception {
        return issue(client, kind, "extendedKeyUsage=clientAuth", 30);
    }

    /** @param days until it expires; less than 0 for one that has expired */
    public Issued issue(String subject, String kind, String extension, int days) throws Exception {
        Issued issued = new Issued(file("." + subject + ".pem"), file("." + subject + ".key"));
        Path request = file("." + subject + ".csr");
        Path extensions = Files.writeString(file("." + subject + ".ext"), extension + "\n");
        String options = kind.equals("ec") ? "ec -pkeyopt ec_paramgen_curve:P-256" : kind;
        openssl(("req -newkey " + options + " -nodes -subj /CN=" + subject + " -keyout " + issued.key() + " -out "
                        + request)
                .split(" "));
        openssl(("x509 -req -in " + request + " -CA " + authority() + " -CAkey " + file(".ca.key")
                        + " -CAcreateserial -days " + days + " -extfile " + extensions + " -out "
                        + issued.certificate())
                .split(" "));
        return issued;
    }

    private Path file(String end) {
        return directory.resolve(name + end);
    }

    /** Runs openssl with these arguments. */
    static void openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            String message = "openssl is not installed: tests with certificates did NOT run. apt-get install openssl";
            System.err.println(message);
            Assumptions.abort(message);
            throw missing;
        }
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed: " + output);
        }
    }
}
