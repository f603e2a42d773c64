package dev.leat.registry;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a COSE_Sign1 message (RFC 9052, 4.2), as Notation writes it. */
final class CoseEnvelope {

    static final String MEDIA_TYPE = "application/cose";

    private static final int SIGN1 = 18;

    // Labels of header parameters, as the reader gives numbers that are names.
    private static final String ALGORITHM = "1";
    private static final String CRITICAL = "2";
    private static final String CONTENT_TYPE = "3";
    private static final String CHAIN = "33";

    private static final CBORMapper CBOR = CBORMapper.builder(CBORFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CoseEnvelope() {}

    static SignatureEnvelope read(byte[] envelope) throws InvalidSignatureException {
        try {
            JsonNode message = message(envelope);
            byte[] protectedBytes = bytes(message.path(0));
            byte[] payload = bytes(message.path(2));
            JsonNode header = CBOR.readTree(protectedBytes);
            return new SignatureEnvelope(
                    algorithm(header.path(ALGORITHM)),
                    certificates(message.path(1).path(CHAIN)),
                    signed(protectedBytes, payload),
                    bytes(message.path(3)),
                    payload,
                    new SignatureEnvelope.Attributes(
                            text(header, CONTENT_TYPE),
                            text(header, SignatureEnvelope.SCHEME),
                            critical(header),
                            time(header, SignatureEnvelope.SIGNING_TIME).isPresent(),
                            time(header, SignatureEnvelope.EXPIRY)));
        } catch (IOException malformed) {
            throw new InvalidSignatureException("its COSE envelope makes no sense", malformed);
        }
    }

    private static JsonNode message(byte[] envelope) throws IOException {
        try (CBORParser parser = CBOR.getFactory().createParser(envelope)) {
            parser.nextToken();
            if (parser.getCurrentTag() != SIGN1) {
                throw new IOException("it is no COSE_Sign1 message");
            }
        }
        JsonNode message = CBOR.readTree(envelope);
        if (!message.isArray() || message.size() != 4) {
            throw new IOException("it has not four parts");
        }
        return message;
    }

    /** The Sig_structure of RFC 9052, 4.4. */
    private static byte[] signed(byte[] protectedBytes, byte[] payload) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (CBORGenerator generator = CBOR.getFactory().createGenerator(all)) {
            generator.writeStartArray(null, 4);
            generator.writeString("Signature1");
            generator.writeBinary(protectedBytes);
            generator.writeBinary(new byte[0]);
            generator.writeBinary(payload);
            generator.writeEndArray();
        }
        return all.toByteArray();
    }

    private static SignatureAlgorithm algorithm(JsonNode number) throws InvalidSignatureException {
        return Optional.of(number)
                .filter(JsonNode::canConvertToInt)
                .flatMap(known -> SignatureAlgorithm.ofCose(known.intValue()))
                .orElseThrow(() -> new InvalidSignatureException("its algorithm is none of Notation's"));
    }

    private static byte[] bytes(JsonNode node) throws IOException {
        if (!node.isBinary()) {
            throw new IOException("bytes are missing");
        }
        return node.binaryValue();
    }

    private static String text(JsonNode header, String name) throws IOException {
        if (!header.path(name).isTextual()) {
            throw new IOException("'" + name + "' is no text");
        }
        return header.path(name).textValue();
    }

    private static Set<String> critical(JsonNode header) throws IOException {
        Set<String> names = new HashSet<>();
        for (JsonNode name : header.path(CRITICAL)) {
            if (!header.has(name.asText())) {
                throw new IOException("'crit' names what is not there");
            }
            names.add(name.asText());
        }
        return names;
    }

    /** Seconds since 1970. */
    private static Optional<Instant> time(JsonNode header, String name) throws IOException {
        JsonNode seconds = header.path(name);
        if (seconds.isMissingNode()) {
            return Optional.empty();
        }
        if (!seconds.isIntegralNumber() || !seconds.canConvertToLong()) {
            throw new IOException("'" + name + "' is no time");
        }
        try {
            return Optional.of(Instant.ofEpochSecond(seconds.longValue()));
        } catch (DateTimeException noTime) {
            throw new IOException("'" + name + "' is no time", noTime);
        }
    }

    /** One certificate, or several. */
    private static List<java.security.cert.X509Certificate> certificates(JsonNode chain) throws IOException {
        if (chain.isBinary()) {
            return JwsEnvelope.certificates(List.of(chain.binaryValue()));
        }
        List<byte[]> all = new ArrayList<>();
        for (JsonNode each : chain) {
            all.add(bytes(each));
        }
        return JwsEnvelope.certificates(all);
    }
}
