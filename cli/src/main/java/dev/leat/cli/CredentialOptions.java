package dev.leat.cli;

import dev.leat.endpoint.Material;
import dev.leat.endpoint.TlsOptions;
import dev.leat.endpoint.mqtt.MqttAuthentication;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who a command is to its broker. Files are read when it connects, and again when it connects again. */
final class CredentialOptions {

    @Option(names = "--username", paramLabel = "NAME", description = "The user name for the broker.")
    private @Nullable String userName;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file whose first line is the password for the broker.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file whose first line is a token of a Kubernetes service account, for brokers that take it"
                    + " (K8S-SAT). When it changes, the new one is sent.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates in PEM of the authorities that are trusted; otherwise those that Java trusts.")
    private @Nullable Path authorities;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "The client's certificate in PEM, for brokers that ask for one.")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "The private key of --cert in PEM, not encrypted.")
    private @Nullable Path key;

    /** The first option that was given. */
    Optional<String> given() {
        return userName != null
                ? Optional.of("--username")
                : files().keySet().stream().findFirst();
    }

    /** The files that were given, by option. */
    Map<String, Path> files() {
        Map<String, Path> files = new LinkedHashMap<>();
        put(files, "--password-file", passwordFile);
        put(files, "--token-file", tokenFile);
        put(files, "--ca", authorities);
        put(files, "--cert", certificate);
        put(files, "--key", key);
        return files;
    }

    private static void put(Map<String, Path> files, String option, @Nullable Path file) {
        if (file != null) {
            files.put(option, file);
        }
    }

    /** @throws UsageException where options do not go together */
    void check() {
        refuse(passwordFile != null && userName == null, "--password-file needs --username");
        refuse(userName != null && tokenFile != null, "give --username or --token-file, not both");
        refuse((certificate == null) != (key == null), "--cert and --key go together");
    }

    /** For a broker at this address; {@link #check} comes first. */
    BrokerAccess at(BrokerAddress address) {
        refuse(
                !address.tls() && (authorities != null || certificate != null),
                "--ca, --cert and --key go with --broker mqtts://HOST:PORT or wss://HOST:PORT/PATH");
        return access();
    }

    /** For brokers at any address; {@link #check} comes first. */
    BrokerAccess access() {
        return new BrokerAccess(authentication(), tls());
    }

    private MqttAuthentication authentication() {
        if (tokenFile != null) {
            return MqttAuthentication.serviceAccount(Material.line(tokenFile));
        }
        if (userName != null) {
            return new MqttAuthentication.Password(
                    Material.of(userName), passwordFile == null ? Material.of("") : Material.line(passwordFile));
        }
        return MqttAuthentication.NONE;
    }

    private TlsOptions tls() {
        TlsOptions tls = authorities == null ? TlsOptions.DEFAULT : TlsOptions.trusting(Material.file(authorities));
        return certificate == null || key == null
                ? tls
                : tls.withIdentity(Material.file(certificate), Material.file(key));
    }

    private static void refuse(boolean wrong, String text) {
        if (wrong) {
            throw new UsageException(CliProblem.OPTIONS, text);
        }
    }
}
