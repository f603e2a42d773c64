package dev.leat.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** References, and what is none. */
final class ArtifactReferenceTest {

    private static final String DIGEST = Digest.of(new byte[0]).toString();

    @Test
    void whatAReferenceIsMadeOf() {
        ArtifactReference reference = ArtifactReference.parse("localhost:5000/a/b-c/d__e.f:1.0.0@" + DIGEST);
        assertThat(reference.host()).isEqualTo("localhost:5000");
        assertThat(reference.repository()).isEqualTo("a/b-c/d__e.f");
        assertThat(reference.tag()).contains("1.0.0");
        assertThat(reference.digest().map(Digest::toString)).contains(DIGEST);
        assertThat(reference.asked()).isEqualTo(DIGEST);
        assertThat(ArtifactReference.parse("ghcr.io/x").asked()).isEqualTo("latest");
        assertThat(ArtifactReference.parse("[::1]:5000/x:y").host()).isEqualTo("[::1]:5000");
    }

    @Test
    void whatIsNoReference() {
        for (String text : List.of(
                "",
                "name:1",
                "/name",
                "host/",
                "host/Upper",
                "host/a//b",
                "host/../b",
                "host/a:",
                "host/a:b:c",
                "host/a@sha256:0",
                "host/a@md5:" + "0".repeat(32),
                "https://host/a:1",
                "ho st/a",
                "host/a?x",
                "host/a%2fb",
                "host/" + "a".repeat(256),
                "host/a:" + "t".repeat(129))) {
            assertThat(catchThrowableOfType(RegistryException.class, () -> ArtifactReference.parse(text)))
                    .as(text)
                    .hasMessageStartingWith("LEAT-OCI-016: ");
        }
    }

    @Property(tries = 500)
    void whatIsReadIsWrittenAsItWas(@ForAll @StringLength(max = 30) String text) {
        try {
            assertThat(ArtifactReference.parse("host/" + text)).hasToString("host/" + text);
        } catch (RegistryException noReference) {
            assertThat(noReference.error()).isEqualTo(RegistryError.REFERENCE_INVALID);
        }
    }

    @Test
    void hostsOfEndpoints() {
        for (String host : List.of("", "host/", "ghcr.io/azure-samples", "localhost:5000/modules")) {
            if (host.isEmpty()) {
                assertThat(catchThrowableOfType(RegistryException.class, () -> TestArtifacts.resolver(host)))
                        .hasMessageStartingWith("LEAT-OCI-016: ");
            } else {
                TestArtifacts.resolver(host).close();
            }
        }
        for (String mapping :
                List.of("", "host", "host=", "host=oci:", "host=ftp://x", "=http://x", "host=http://x/Y")) {
            assertThat(catchThrowableOfType(
                            RegistryException.class,
                            () -> Registries.DEFAULT.withMirror(mapping, Credentials.ANONYMOUS)))
                    .as(mapping)
                    .hasMessageStartingWith("LEAT-OCI-016: ");
        }
    }
}
