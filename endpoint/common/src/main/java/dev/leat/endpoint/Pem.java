package dev.leat.endpoint;

import dev.leat.dataflow.data.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys in PEM (RFC 7468). Messages of its exceptions hold nothing of what was read. */
public final class Pem {

    private static final int MOST_CERTIFICATES = 1000;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

    /** Version 0 of PKCS#8 and of PKCS#1. */
    private static final byte[] ZERO = {2, 1, 0};

    private record Block(String label, byte[] content) {}

    private Pem() {}

    /** At least one certificate, in their order. */
    public static List<Certificate> certificates(Bytes pem) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(pem)) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(factory.generateCertificate(new ByteArrayInputStream(block.content())));
            }
        }
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("there is no certificate in PEM in it (-----BEGIN CERTIFICATE-----)");
        }
        if (certificates.size() > MOST_CERTIFICATES) {
            throw new GeneralSecurityException("there are more than " + MOST_CERTIFICATES + " certificates in it");
        }
        return certificates;
    }

    /** The private key of a public one, which must fit it. */
    public static PrivateKey key(Bytes pem, PublicKey owner) throws GeneralSecurityException {
        for (Block block : blocks(pem)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return fitting(block.content(), owner);
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                    return fitting(asPkcs8(block.content(), owner), owner);
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new GeneralSecurityException(
                            "the private key is encrypted; decrypt it: openssl pkcs8 -in KEY -out KEY.plain");
                default -> {}
            }
        }
        throw new GeneralSecurityException("there is no private key in PEM in it (-----BEGIN PRIVATE KEY-----)");
    }

    private static List<Block> blocks(Bytes pem) throws GeneralSecurityException {
        Matcher matcher = BLOCK.matcher(new String(pem.unsafeArray(), StandardCharsets.ISO_8859_1));
        List<Block> blocks = new ArrayList<>();
        while (matcher.find()) {
            try {
                blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException broken) {
                throw new GeneralSecurityException("a block of " + matcher.group(1) + " is not Base64");
            }
        }
        return blocks;
    }

    private static PrivateKey fitting(byte[] pkcs8, PublicKey owner) throws GeneralSecurityException {
        PrivateKey key;
        try {
            key = KeyFactory.getInstance(owner.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException unreadable) {
            throw new GeneralSecurityException(
                    "the private key is none of the kind " + owner.getAlgorithm() + ", which the certificate's is");
        }
        if (!fits(key, owner)) {
            throw new GeneralSecurityException("the private key does not fit the certificate");
        }
        return key;
    }

    private static boolean fits(PrivateKey key, PublicKey owner) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (owner.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> owner.getAlgorithm();
                });
        signature.initSign(key);
        signature.update(ZERO);
        byte[] signed = signature.sign();
        signature.initVerify(owner);
        signature.update(ZERO);
        return signature.verify(signed);
    }

    /** PKCS#8 is the older form with the algorithm before it, which is also that of the public key. */
    private static byte[] asPkcs8(byte[] key, PublicKey owner) {
        return element(0x30, ZERO, firstElement(owner.getEncoded()), element(0x04, key));
    }

    /** The first element within a sequence in DER, with its header; the sequence is the JDK's own work. */
    private static byte[] firstElement(byte[] sequence) {
        int start = contentAt(sequence, 0);
        int content = contentAt(sequence, start);
        int length = sequence[start + 1] & 0xFF;
        if (length >= 0x80) {
            length = new BigInteger(1, sequence, start + 2, content - start - 2).intValue();
        }
        return Arrays.copyOfRange(sequence, start, content + length);
    }

    /** Where the content of the element begins that begins there itself. */
    private static int contentAt(byte[] der, int at) {
        int length = der[at + 1] & 0xFF;
        return at + 2 + (length < 0x80 ? 0 : length & 0x7F);
    }

    private static byte[] element(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] each : contents) {
            content.writeBytes(each);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int length = content.size();
        if (length < 0x80) {
            element.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            element.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                element.write(length >> shift);
            }
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
