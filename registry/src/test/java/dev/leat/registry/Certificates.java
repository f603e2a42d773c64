package dev.leat.registry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An authority of a test's own, and what it has signed, made by openssl. */
final class Certificates {

    private final Path directory;
    private final String name;

    /** A certificate and its key, in PEM. */
    record Issued(Path certificate, Path key) {}

    Certificates(Path directory, String name) throws Exception {
        this.directory = directory;
        this.name = name;
        openssl(
                "req -x509 -newkey rsa:2048 -nodes -days 30 -subj /C=DE/ST=BE/O=leat/CN=%s -keyout %s -out %s",
                name, file(".ca.key"), authority());
    }

    Path authority() {
        return file(".ca.pem");
    }

    private Path file(String end) {
        return directory.resolve(name + end);
    }

    /**
     * @param kind as {@code openssl req -newkey} has it, such as {@code rsa:2048} or {@code ec -pkeyopt ...}
     * @param extensions one a line
     * @param validity such as {@code -days 30}
     */
    Issued issue(String subject, String kind, String extensions, String validity) throws Exception {
        Issued issued = new Issued(file("." + subject + ".pem"), file("." + subject + ".key"));
        Path request = file("." + subject + ".csr");
        Path extension = Files.writeString(file("." + subject + ".ext"), extensions + "\n");
        openssl(
                "req -newkey %s -nodes -subj /C=DE/ST=BE/O=leat/CN=%s -keyout %s -out %s",
                kind, subject, issued.key(), request);
        openssl(
                "x509 -req -in %s -CA %s -CAkey %s -CAcreateserial %s -extfile %s -out %s",
                request, authority(), file(".ca.key"), validity, extension, issued.certificate());
        return issued;
    }

    /** For a server on this machine. */
    Issued server(String subject, String validity) throws Exception {
        return issue(subject, "rsa:2048", "subjectAltName=IP:127.0.0.1,DNS:localhost", validity);
    }

    private void openssl(String format, Object... values) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Tools.find("openssl", "apt-get install openssl").toString()));
        command.addAll(List.of(String.format(format, values).split(" ")));
        Tools.run(directory, Map.of(), command.toArray(String[]::new));
    }
}
