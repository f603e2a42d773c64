package dev.leat.endpoint.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is known of a token, and what is shown of it. */
final class TokenLoginTest {

    private static final long NOW = 1_758_255_560_000L;

    @Test
    void aJsonWebTokenSaysWhoseItIsAndWhenItEnds() {
        TokenLogin.Token token = TokenLogin.Token.of(KafkaServer.token(1_758_259_160L), NOW);
        assertThat(token.lifetimeMs()).isEqualTo(1_758_259_160_000L);
        assertThat(token.principalName()).isEqualTo(KafkaServer.TOKEN_SUBJECT);
        assertThat(token.startTimeMs()).isEqualTo(NOW);
    }

    @Test
    void anyOtherTokenIsReadAgainAfterAWhile() {
        for (String opaque : new String[] {"opaque", "a.b.c", "..", "e30.W10.", "e30.!!!.x"}) {
            TokenLogin.Token token = TokenLogin.Token.of(opaque, NOW);
            assertThat(token.value()).isEqualTo(opaque);
            assertThat(token.lifetimeMs()).as(opaque).isEqualTo(NOW + 600_000);
        }
    }

    @Test
    void aTokenIsNotShown() {
        String secret = KafkaServer.token(1_758_259_160L);
        assertThat(TokenLogin.Token.of(secret, NOW).toString()).doesNotContain(secret);
    }
}
