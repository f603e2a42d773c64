package dev.leat.component.wasi;

import dev.leat.component.model.Linker;
import java.util.List;
import java.util.Optional;

/** {@code wasi:sockets} without a network: no socket can be made, no name resolved. */
final class Sockets {

    private static final String ACCESS_DENIED = "access-denied";

    private static final List<String> OF_BOTH = List.of(
            "start-bind",
            "finish-bind",
            "local-address",
            "remote-address",
            "receive-buffer-size",
            "set-receive-buffer-size",
            "send-buffer-size",
            "set-send-buffer-size");

    private static final List<String> OF_TCP = List.of(
            "start-connect",
            "finish-connect",
            "start-listen",
            "finish-listen",
            "accept",
            "set-listen-backlog-size",
            "keep-alive-enabled",
            "set-keep-alive-enabled",
            "keep-alive-idle-time",
            "set-keep-alive-idle-time",
            "keep-alive-interval",
            "set-keep-alive-interval",
            "keep-alive-count",
            "set-keep-alive-count",
            "hop-limit",
            "set-hop-limit",
            "shutdown");

    private static final List<String> OF_UDP = List.of("stream", "unicast-hop-limit", "set-unicast-hop-limit");

    private Sockets() {}

    /** The resource {@code network}: a network without anything in it. */
    private static final class Network {}

    static void addTo(Linker linker) {
        Wasi.provide(linker, "wasi:sockets/network")
                .resource("network", Network.class)
                .function("network-error-code", (context, arguments) -> Optional.empty());
        Wasi.provide(linker, "wasi:sockets/instance-network")
                .function("instance-network", (context, arguments) -> new Network());
        Wasi.provide(linker, "wasi:sockets/tcp-create-socket")
                .function("create-tcp-socket", Denied.refuse(ACCESS_DENIED));
        Wasi.provide(linker, "wasi:sockets/udp-create-socket")
                .function("create-udp-socket", Denied.refuse(ACCESS_DENIED));
        Linker.HostInstance lookup = Wasi.provide(linker, "wasi:sockets/ip-name-lookup")
                .function("resolve-addresses", Denied.refuse(ACCESS_DENIED));
        deny(lookup, "resolve-address-stream", List.of("resolve-next-address"), List.of("subscribe"));

        Linker.HostInstance tcp = Wasi.provide(linker, "wasi:sockets/tcp");
        deny(tcp, "tcp-socket", OF_BOTH, List.of());
        deny(tcp, "tcp-socket", OF_TCP, List.of("is-listening", "address-family", "subscribe"));

        Linker.HostInstance udp = Wasi.provide(linker, "wasi:sockets/udp");
        deny(udp, "udp-socket", OF_BOTH, List.of());
        deny(udp, "udp-socket", OF_UDP, List.of("address-family", "subscribe"));
        deny(udp, "incoming-datagram-stream", List.of("receive"), List.of("subscribe"));
        deny(udp, "outgoing-datagram-stream", List.of("check-send", "send"), List.of("subscribe"));
    }

    private static void deny(
            Linker.HostInstance instance, String resource, List<String> fallible, List<String> infallible) {
        Denied.resource(instance, resource, ACCESS_DENIED, fallible, infallible);
    }
}
