package dev.leat.platform.server;

import dev.leat.platform.server.KeptSessions.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what earlier versions of a flow have left behind: instances that there are not any more, and sessions. */
final class Leavers {

    private static final Logger LOG = LoggerFactory.getLogger(Leavers.class);

    private Leavers() {}

    /**
     * The sessions to take leave of, by instance and node. An instance without sessions may have left open windows.
     *
     * @param current sessions that are wanted now
     * @param instances how many are wanted now
     */
    static NavigableMap<Integer, Map<String, Session>> find(
            List<Session> current, int instances, KeptSessions kept, Path state) {
        NavigableMap<Integer, Map<String, Session>> leaving = new TreeMap<>();
        for (Session session : kept.all()) {
            boolean wanted = current.stream().anyMatch(session::isSameAs);
            // Only where the node still reads from this broker, it is known how to get there.
            boolean reachable = current.stream()
                    .anyMatch(now ->
                            now.node().equals(session.node()) && now.broker().equals(session.broker()));
            if (!wanted && reachable) {
                leaving.computeIfAbsent(session.instance(), any -> new HashMap<>())
                        .put(session.node(), session);
            }
        }
        numbers(state)
                .filter(number -> number >= instances)
                .forEach(number -> leaving.computeIfAbsent(number, any -> new HashMap<>()));
        return leaving;
    }

    private static Stream<Integer> numbers(Path state) {
        try (Stream<Path> files = Files.list(state)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{1,4}"))
                    .map(Integer::valueOf)
                    .toList()
                    .stream();
        } catch (NoSuchFileException none) {
            return Stream.empty();
        } catch (IOException unreadable) {
            LOG.warn("{} cannot be read", state, unreadable);
            return Stream.empty();
        }
    }
}
