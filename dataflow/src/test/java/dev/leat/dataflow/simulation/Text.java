package dev.leat.dataflow.simulation;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * What values say: which source record they are, what was done to it, and which others were grouped with it.
 *
 * <pre>
 * s0.17                  a source's record
 * map3(s0.17)            what an operation made of it
 * group5@100.2{a,b}      a group, with its time
 * </pre>
 */
final class Text {

    private Text() {}

    static String of(DataModel value) {
        return switch (value) {
            case Message message -> message.payload().asUtf8();
            case Bytes bytes -> bytes.asUtf8();
            case Snapshot snapshot -> throw new IllegalStateException("no source here brings snapshots");
        };
    }

    /** The same kind of value with another text. */
    static DataModel with(DataModel value, String text) {
        return switch (value) {
            case Message message -> message.withPayload(Bytes.utf8(text));
            case Bytes bytes -> Bytes.utf8(text);
            case Snapshot snapshot -> throw new IllegalStateException("no source here brings snapshots");
        };
    }

    /**
     * All but a group's members. Operations choose by this alone, so that they choose the same for a group to which a crash
     * added some member once more.
     */
    static String header(String text) {
        int brace = text.indexOf('{');
        return brace < 0 ? text : text.substring(0, brace);
    }

    /** A choice of one in so many, by what a text is about. */
    static int choice(long salt, String text, int of) {
        long hash = salt;
        String header = header(text);
        for (int i = 0; i < header.length(); i++) {
            hash = (hash ^ header.charAt(i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return (int) Long.remainderUnsigned(hash, of);
    }

    /** Whether a text says all that another says: the same, with perhaps more members, or members twice, in its groups. */
    static boolean covers(String actual, String expected) {
        return actual.equals(expected)
                || (actual.indexOf('{') >= 0 && covers(new Parser(actual).parse(), new Parser(expected).parse()));
    }

    private static boolean covers(Tree actual, Tree expected) {
        if (!actual.label().equals(expected.label())) {
            return false;
        }
        for (Tree member : expected.members()) {
            if (actual.members().stream().noneMatch(candidate -> covers(candidate, member))) {
                return false;
            }
        }
        return true;
    }

    private record Tree(String label, List<Tree> members) {}

    private static final class Parser {

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        Tree parse() {
            int from = at;
            while (at < text.length() && "(){},".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String label = text.substring(from, at);
            List<Tree> members = new ArrayList<>();
            if (at < text.length() && (text.charAt(at) == '(' || text.charAt(at) == '{')) {
                do {
                    at++;
                    members.add(parse());
                } while (text.charAt(at) == ',');
                at++;
            }
            return new Tree(label, members);
        }
    }
}
