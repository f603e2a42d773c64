package dev.leat.registry;

/** Gives tokens of an identity that this program has where it runs, such as a managed identity of Azure. */
@FunctionalInterface
public interface IdentityTokens {

    /**
     * A token that is good for a while. May block, for a bounded time.
     *
     * @param audience whom the token is for, such as {@code https://management.azure.com/}
     * @throws RegistryException where there is none
     */
    String token(String audience);
}
