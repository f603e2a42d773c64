package dev.leat.platform.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The sessions that a flow may have at its brokers, and what each may be subscribed to: what is not wanted any more is given
 * up by it, after a restart, too. A file in the flow's directory. For one thread.
 */
final class KeptSessions {

    private static final String NAME = "sessions.json";

    private final KeptList<Session> list;
    private List<Session> all;

    /**
     * As it stands in the file.
     *
     * @param broker host and port
     * @param filters as they were written to the broker
     */
    record Session(String node, int instance, String client, String broker, List<String> filters) {
        Session {
            filters = List.copyOf(filters);
        }

        boolean isSameAs(Session other) {
            return isAt(other.client, other.broker);
        }

        private boolean isAt(String id, String address) {
            return client.equals(id) && broker.equals(address);
        }

        private Session with(List<String> more) {
            Set<String> both = new LinkedHashSet<>(filters);
            both.addAll(more);
            return new Session(node, instance, client, broker, List.copyOf(both));
        }
    }

    KeptSessions(Path directory) {
        this.list = new KeptList<>(directory.resolve(NAME), Session[].class);
        this.all = list.read();
    }

    List<Session> all() {
        return all;
    }

    /** What a session may be subscribed to. */
    List<String> filters(String client, String broker) {
        return all.stream()
                .filter(known -> known.isAt(client, broker))
                .findFirst()
                .map(Session::filters)
                .orElse(List.of());
    }

    /**
     * They will subscribe, and may be subscribed to more.
     *
     * @param leaving others that still have something to take
     * @return those that nobody uses any more
     */
    List<Session> begin(List<Session> sessions, List<Session> leaving) {
        List<Session> now = new ArrayList<>();
        sessions.forEach(session -> now.add(session.with(filters(session.client(), session.broker()))));
        now.addAll(leaving);
        List<Session> lost = all.stream()
                .filter(known -> now.stream().noneMatch(known::isSameAs))
                .toList();
        keep(now);
        return lost;
    }

    /** It is subscribed to this, and to nothing else any more. */
    void settle(Session session) {
        List<Session> now = new ArrayList<>(all);
        now.replaceAll(known -> known.isSameAs(session) ? session : known);
        keep(now);
    }

    void forget(Session session) {
        List<Session> now = new ArrayList<>(all);
        now.removeIf(session::isSameAs);
        keep(now);
    }

    private void keep(List<Session> now) {
        if (now.equals(all)) {
            return;
        }
        all = List.copyOf(now);
        list.write(all);
    }
}
