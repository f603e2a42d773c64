package dev.leat.platform.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a platform gives its programs to ask for the tokens of their managed identity. */
final class IdentityEndpoint implements AutoCloseable {

    private final HttpServer http;
    private final BlockingQueue<String> queries = new LinkedBlockingQueue<>();

    IdentityEndpoint(String token) throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/identity", exchange -> {
            boolean known = "secret".equals(exchange.getRequestHeaders().getFirst("X-IDENTITY-HEADER"));
            queries.add(exchange.getRequestURI().getQuery());
            byte[] answer = (known ? "{\"access_token\":\"" + token + "\"}" : "{}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        http.start();
    }

    /** What programs see of it. */
    UnaryOperator<@Nullable String> environment() {
        Map<String, String> variables = Map.of(
                "IDENTITY_ENDPOINT",
                "http://127.0.0.1:" + http.getAddress().getPort() + "/identity",
                "IDENTITY_HEADER",
                "secret");
        return variables::get;
    }

    /** The next request's query. */
    String next() throws InterruptedException {
        return queries.take();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
