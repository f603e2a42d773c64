package dev.leat.component.wasmtime;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the guest's frames from the text of the library's traps: they have the names as the guest's language writes them and,
 * where code is compiled {@linkplain EngineConfiguration#DEBUG to be debugged}, files and lines, which the C API does not give
 * otherwise.
 */
final class Backtrace {

    private static final String HEAD = "wasm backtrace:";

    /** A frame begins with its number and, past the function's entry, its address; a function that was inlined has neither. */
    private static final Pattern FRAME = Pattern.compile("\\s+(?:\\d+:(?:\\s+0x[0-9a-f]+ -)?|-) (.+)");

    private static final Pattern PLACE = Pattern.compile("\\s+at (.+)");

    /** What tells crates of one name apart: {@code core[5b2f84fae3e81ae9]}. */
    private static final Pattern CRATE_HASH = Pattern.compile("\\[[0-9a-f]{8,16}]");

    /** What stands for the name of a module or a function that has none. */
    private static final String NO_MODULE = "<unknown>!";

    private static final Pattern NAMELESS = Pattern.compile("<wasm function (\\d+)>$");

    private Backtrace() {}

    /** The frames, the innermost first: {@code name}, or {@code name (file:line:column)}; none where the text has none. */
    static List<String> frames(String message) {
        List<String> frames = new ArrayList<>();
        int head = message.indexOf(HEAD);
        if (head < 0) {
            return frames;
        }
        for (String line :
                message.substring(head + HEAD.length()).stripLeading().indent(1).split("\n")) {
            Matcher frame = FRAME.matcher(line);
            Matcher place = PLACE.matcher(line);
            if (frame.matches()) {
                frames.add(name(frame.group(1)));
            } else if (place.matches() && !frames.isEmpty()) {
                frames.add(frames.removeLast() + " (" + place.group(1) + ")");
            } else {
                break;
            }
        }
        return frames;
    }

    private static String name(String text) {
        String name = text.startsWith(NO_MODULE) ? text.substring(NO_MODULE.length()) : text;
        Matcher nameless = NAMELESS.matcher(name);
        return nameless.find()
                ? nameless.replaceFirst("function $1")
                : CRATE_HASH.matcher(name).replaceAll("");
    }
}
