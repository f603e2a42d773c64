package dev.leat.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.Pem;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A token service of a test's own, as a docker-registry trusts it by a certificate: {@code /token} for name and password,
 * {@code /oauth2/exchange} and {@code /oauth2/token} as an Azure Container Registry has them.
 */
final class TokenServer implements AutoCloseable {

    static final String SERVICE = "leat-test";

    private final LyingServer server = new LyingServer();
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final List<Map<String, String>> forms = new ArrayList<>();

    TokenServer(Certificates.Issued issued) throws GeneralSecurityException, IOException {
        List<Certificate> chain = Pem.certificates(Bytes.of(Files.readAllBytes(issued.certificate())));
        certificate = (X509Certificate) chain.getFirst();
        key = Pem.key(Bytes.of(Files.readAllBytes(issued.key())), certificate.getPublicKey());
        server.on("GET /token", this::forPassword);
        server.on("POST /token", this::forRefreshToken);
        server.on("POST /oauth2/token", this::forRefreshToken);
    }

    /** What goes into the registry's configuration. */
    String[] configuration(Path bundle) {
        return new String[] {
            "auth:",
            "  token: {realm: \"http://" + server.host() + "/token\", service: " + SERVICE
                    + ", issuer: leat, rootcertbundle: " + bundle + "}"
        };
    }

    LyingServer http() {
        return server;
    }

    List<Map<String, String>> forms() {
        return forms;
    }

    private void forPassword(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        String me = "Basic " + Base64.getEncoder().encodeToString("me:päss".getBytes(StandardCharsets.UTF_8));
        if (authorization != null && !authorization.equals(me)) {
            LyingServer.status(exchange, 401, "");
            return;
        }
        // Everybody may pull, and nobody but this user may push.
        String scope = query.getOrDefault("scope", "");
        answer(exchange, authorization == null ? scope.replace(",push", "") : scope);
    }

    private void forRefreshToken(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        forms.add(form);
        if (!"refresh_token".equals(form.get("grant_type")) || !"fresh".equals(form.get("refresh_token"))) {
            LyingServer.status(exchange, 401, "");
            return;
        }
        answer(exchange, form.getOrDefault("scope", ""));
    }

    private void answer(HttpExchange exchange, String scope) throws IOException {
        ObjectNode answer = Manifest.JSON.createObjectNode();
        answer.put("access_token", token(scope));
        answer.put("expires_in", 300);
        LyingServer.status(exchange, 200, answer.toString());
    }

    static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String each : text == null ? new String[0] : text.split("&")) {
            int equals = each.indexOf('=');
            form.put(each.substring(0, equals), URLDecoder.decode(each.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    /** A JWT as docker-registry wants it. */
    private String token(String scope) {
        ObjectNode header = Manifest.JSON.createObjectNode();
        header.put("typ", "JWT");
        header.put("alg", "RS256");
        ObjectNode claims = Manifest.JSON.createObjectNode();
        claims.put("iss", "leat");
        claims.put("sub", "me");
        claims.put("aud", SERVICE);
        long now = Instant.now().getEpochSecond();
        claims.put("nbf", now - 10);
        claims.put("iat", now - 10);
        claims.put("exp", now + 300);
        claims.put("jti", "1");
        ArrayNode access = claims.putArray("access");
        String[] parts = scope.split(":");
        if (parts.length == 3) {
            ObjectNode one = access.addObject();
            one.put("type", parts[0]);
            one.put("name", parts[1]);
            ArrayNode actions = one.putArray("actions");
            for (String action : parts[2].split(",")) {
                actions.add(action);
            }
        }
        try {
            header.putArray("x5c").add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
            String signed = encoded(Manifest.bytes(header)) + "." + encoded(Manifest.bytes(claims));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoded(signature.sign());
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        server.close();
    }
}
