package dev.leat.registry;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import java.util.stream.Stream;

/** How Notation signs: one algorithm for each kind and size of key (Notary Project signature specification). */
enum SignatureAlgorithm {
    PS256(-37, 2048, 256),
    PS384(-38, 3072, 384),
    PS512(-39, 4096, 512),
    ES256(-7, 256, 256),
    ES384(-35, 384, 384),
    ES512(-36, 521, 512);

    private final int cose;
    private final int keyBits;
    private final int hashBits;

    SignatureAlgorithm(int cose, int keyBits, int hashBits) {
        this.cose = cose;
        this.keyBits = keyBits;
        this.hashBits = hashBits;
    }

    /** By the name that JWS has for it. */
    static Optional<SignatureAlgorithm> ofJws(String name) {
        return Stream.of(values()).filter(each -> each.name().equals(name)).findFirst();
    }

    /** By the number that COSE has for it. */
    static Optional<SignatureAlgorithm> ofCose(int number) {
        return Stream.of(values()).filter(each -> each.cose == number).findFirst();
    }

    private boolean isRsa() {
        return name().startsWith("PS");
    }

    /** Whether a key of this kind and size signs so. */
    boolean fits(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> isRsa() && rsa.getModulus().bitLength() == keyBits;
            case ECPublicKey ec ->
                !isRsa() && ec.getParams().getCurve().getField().getFieldSize() == keyBits;
            default -> false;
        };
    }

    private Signature function() throws GeneralSecurityException {
        if (!isRsa()) {
            return Signature.getInstance("SHA" + hashBits + "withECDSAinP1363Format");
        }
        String hash = "SHA-" + hashBits;
        Signature function = Signature.getInstance("RSASSA-PSS");
        function.setParameter(new PSSParameterSpec(
                hash, "MGF1", new MGF1ParameterSpec(hash), hashBits / Byte.SIZE, PSSParameterSpec.TRAILER_FIELD_BC));
        return function;
    }

    /** Whether the signature is of this content and key. */
    boolean verify(PublicKey key, byte[] signed, byte[] signature) {
        try {
            Signature function = function();
            function.initVerify(key);
            function.update(signed);
            return function.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }
}
