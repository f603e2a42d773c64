package dev.leat.registry;

/** What can go wrong with registries, each with what the user can do about it. */
public enum RegistryError {
    /** No connection, or it broke before an answer. */
    UNREACHABLE("001", "Check host and port, and that the registry runs. It may speak plain HTTP only: say so.", true),
    /** No answer, or no further one, in time. */
    TIMED_OUT("002", "Check that the registry answers, and the network to it.", true),
    /** The registry's certificate was not accepted, or it does not speak TLS there. */
    TLS_FAILED("003", "Check the certificate's names, dates and authority (--ca); for plain HTTP, say so.", false),
    /** The certificates of the trusted authorities cannot be read. */
    TLS_MATERIAL_INVALID("004", "Give certificates in PEM.", false),
    /** The registry wants other credentials, or these may not do this. */
    DENIED("005", "Check the credentials and what they may do; registries answer so for unknown names, too.", false),
    /** There is no such artifact. */
    NOT_FOUND("006", "Check name and tag, and push it where it is missing.", false),
    /** The registry wants fewer requests. */
    RATE_LIMITED("007", "Wait, log in, or use a mirror or an OCI layout.", true),
    /** The registry itself failed. */
    REGISTRY_FAILED("008", "See the registry's log.", true),
    /** The answer is none that a registry gives. */
    UNEXPECTED_ANSWER("009", "Check that an OCI registry listens there, and host, port and path.", false),
    /** The registry sends on and on, or to where nothing secret may go. */
    REDIRECTED("010", "Name the registry itself, not what redirects to it.", false),
    /** A manifest makes no sense. */
    MANIFEST_INVALID("011", "Push the artifact again, with oras or leat push.", false),
    /** More bytes than Leat takes. */
    TOO_LARGE("012", "See docs/limits.md.", false),
    /** The content is not that of the digest. */
    DIGEST_MISMATCH("013", "The registry, or what lies between, changed the content. Push the artifact again.", false),
    /** Less came than was announced. */
    TRUNCATED("014", "The connection broke, or the registry lost a part. Try it again.", true),
    /** It is not clear which layer is meant, or there is none that Leat can use. */
    CONTENT_UNCLEAR("015", "Push one .wasm or .yaml file as one artifact.", false),
    /** A text is no reference, or no registry's host. */
    REFERENCE_INVALID(
            "016", "Write HOST[:PORT]/PATH/NAME:TAG, in small letters, or with @sha256: and a digest.", false),
    /** Docker's configuration, a pull secret or a credential helper gives no credentials. */
    CREDENTIALS_UNREADABLE("017", "Correct it, or log in anew (leat login).", false),
    /** A directory is no OCI layout, or cannot be read or written. */
    LAYOUT_UNUSABLE("018", "Name a directory that leat copy, oras or skopeo made.", false),
    /** A file of this machine cannot be read or written. */
    FILE_UNUSABLE("019", "Make room, make it readable and writable, or name another.", false),
    /** Artifacts must be signed here, and this one is not. */
    SIGNATURE_MISSING(
            "020", "Sign it (notation sign) under one of the authorities, or take them off the endpoint.", false),
    /** There are signatures, and none of them counts. */
    SIGNATURE_INVALID("021", "The message says what is wrong with each. Sign the artifact again.", false),
    /** The authorities that may sign cannot be read. */
    SIGNERS_INVALID("022", "Give certificates in PEM, in the Secret or ConfigMap that the endpoint names.", false);

    private final String number;
    private final String hint;
    private final boolean temporary;

    RegistryError(String number, String hint, boolean temporary) {
        this.number = number;
        this.hint = hint;
        this.temporary = temporary;
    }

    /** Such as {@code LEAT-OCI-001}. */
    public String code() {
        return "LEAT-OCI-" + number;
    }

    /** What to do, in a sentence. */
    public String hint() {
        return hint;
    }

    /** Whether the same request may succeed a little later, with nothing changed. */
    public boolean temporary() {
        return temporary;
    }
}
