package dev.leat.registry;

import java.util.Optional;

/** What a registry is told of who asks. None of them shows its secret. */
public sealed interface Credential {

    /** A name and a password. */
    record Password(String userName, String password) implements Credential {
        @Override
        public String toString() {
            return "password of " + userName;
        }
    }

    /** A token that the registry's token service takes for access tokens, as {@code docker login} may keep one. */
    record RefreshToken(String token) implements Credential {
        @Override
        public String toString() {
            return "refresh token";
        }
    }

    /** A token that goes to the registry as it is. */
    record AccessToken(String token) implements Credential {
        @Override
        public String toString() {
            return "access token";
        }
    }

    /** A token of Microsoft Entra ID, which the registry exchanges for a refresh token of its own. */
    record EntraToken(String token, Optional<String> tenant) implements Credential {
        @Override
        public String toString() {
            return "Entra token";
        }
    }
}
