package dev.leat.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that keep credentials: shell scripts stand for them. */
@Timeout(60)
final class CredentialHelperTest {

    @TempDir
    private Path folder;

    private CredentialHelper helper(String... lines) throws IOException {
        Path file = folder.resolve("docker-credential-test");
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new CredentialHelper("test", "/nowhere:" + folder);
    }

    @Test
    void itIsAskedForTheServer() throws Exception {
        CredentialHelper helper = helper(
                "read server",
                "[ \"$1 $server\" = 'get localhost:5000' ] || exit 3",
                "echo '{\"ServerURL\":\"x\",\"Username\":\"me\",\"Secret\":\"päss\"}'");
        assertThat(helper.get("localhost:5000")).contains(new Credential.Password("me", "päss"));
    }

    @Test
    void aTokenIsARefreshToken() throws Exception {
        assertThat(helper("echo '{\"Username\":\"<token>\",\"Secret\":\"t\"}'").get("x"))
                .contains(new Credential.RefreshToken("t"));
    }

    @Test
    void itMayHaveNone() throws Exception {
        assertThat(helper("echo 'credentials not found in native keychain'", "exit 1")
                        .get("x"))
                .isEmpty();
    }

    @Test
    void itStoresAndErases() throws Exception {
        CredentialHelper helper = helper("cat > '" + folder.resolve("got") + "'.$1");
        helper.store("host", "me", "päss");
        helper.erase("host");
        assertThat(folder.resolve("got.store"))
                .hasContent("{\"ServerURL\":\"host\",\"Username\":\"me\",\"Secret\":\"päss\"}");
        assertThat(folder.resolve("got.erase")).hasContent("host");
    }

    @Test
    void whatGoesWrongIsSaidWithoutSecrets() throws Exception {
        String[][] scripts = {{"echo s3cret", "exit 1"}, {"echo s3cret"}, {"echo '{\"Secret\":\"s3cret\"'"}};
        for (String[] script : scripts) {
            CredentialHelper helper = helper(script);
            assertThat(catchThrowableOfType(RegistryException.class, () -> helper.get("x")))
                    .hasMessageStartingWith("LEAT-OCI-017: docker-credential-test ")
                    .hasMessageNotContaining("s3cret");
        }
        assertThat(catchThrowableOfType(
                        RegistryException.class, () -> new CredentialHelper("absent", folder.toString()).get("x")))
                .hasMessageContaining("is not on the PATH");
    }
}
