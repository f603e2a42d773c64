package dev.leat.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a registry wants to be told who asks: one challenge of {@code WWW-Authenticate} (RFC 9110, 11.6.1).
 *
 * @param scheme in small letters
 * @param parameters by names in small letters
 */
record Challenge(String scheme, Map<String, String> parameters) {

    private static final int MOST_CHARACTERS = 16 << 10;
    private static final Pattern PART = Pattern.compile("\\G[\\s,]*+(?:(?<name>[A-Za-z0-9_-]+)\\s*=\\s*"
            + "(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*+)\"|(?<plain>[^\\s,\"]*+))|(?<scheme>[A-Za-z0-9_-]+))");

    static List<Challenge> parse(List<String> headers) {
        List<Challenge> challenges = new ArrayList<>();
        for (String header : headers) {
            if (header.length() <= MOST_CHARACTERS) {
                parse(header, challenges);
            }
        }
        return challenges;
    }

    private static void parse(String header, List<Challenge> challenges) {
        Matcher matcher = PART.matcher(header);
        while (matcher.find()) {
            String scheme = matcher.group("scheme");
            String quoted = matcher.group("quoted");
            if (scheme != null) {
                challenges.add(new Challenge(scheme.toLowerCase(Locale.ROOT), new LinkedHashMap<>()));
            } else if (!challenges.isEmpty()) {
                challenges
                        .getLast()
                        .parameters()
                        .put(
                                matcher.group("name").toLowerCase(Locale.ROOT),
                                quoted == null ? matcher.group("plain") : quoted.replaceAll("\\\\(.)", "$1"));
            }
        }
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
