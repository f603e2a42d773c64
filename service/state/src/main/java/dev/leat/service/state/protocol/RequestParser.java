package dev.leat.service.state.protocol;

import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads requests as clients send them, with the documented refusal for each mistake. */
final class RequestParser {

    /** More than the longest command has, so that what is too long is told from what is no array. */
    private static final int MOST_ARGUMENTS = 64;

    private static final int LONGEST_WORD = 16;

    private RequestParser() {}

    static StateStoreRequest parse(Bytes payload) {
        List<Bytes> arguments;
        try {
            RespReader reader = new RespReader(payload);
            arguments = reader.blobs(MOST_ARGUMENTS);
            reader.expectEnd();
        } catch (RespException malformed) {
            throw Refusal.SYNTAX_ERROR.exception();
        }
        if (arguments.isEmpty()) {
            throw Refusal.SYNTAX_ERROR.exception();
        }
        return switch (word(arguments.getFirst())) {
            case "SET" -> set(arguments);
            case "GET" -> new StateStoreRequest.Get(key(arguments, 2, 2));
            case "DEL" -> new StateStoreRequest.Delete(key(arguments, 2, 2));
            case "VDEL" -> new StateStoreRequest.DeleteIfEqual(key(arguments, 3, 3), arguments.get(2));
            case "KEYNOTIFY" -> notify(arguments);
            case "SCAN" -> scan(arguments);
            default -> throw Refusal.UNKNOWN_COMMAND.exception();
        };
    }

    private static Bytes key(List<Bytes> arguments, int least, int most) {
        if (arguments.size() < least || arguments.size() > most) {
            throw Refusal.WRONG_NUMBER_OF_ARGUMENTS.exception();
        }
        if (arguments.get(1).isEmpty()) {
            throw Refusal.KEY_IS_EMPTY.exception();
        }
        return arguments.get(1);
    }

    private static StateStoreRequest set(List<Bytes> arguments) {
        Bytes key = key(arguments, 3, MOST_ARGUMENTS);
        Bytes value = arguments.get(2);
        Condition condition = Condition.ALWAYS;
        Optional<Duration> expiry = Optional.empty();
        int at = 3;
        while (at < arguments.size()) {
            String option = word(arguments.get(at++));
            int left = arguments.size() - at;
            if (option.equals("PX") && expiry.isEmpty() && left > 0) {
                expiry = Optional.of(milliseconds(arguments.get(at++)));
            } else if (option.equals("NX") && condition == Condition.ALWAYS) {
                condition = Condition.ABSENT;
            } else if (option.equals("NEX") && condition == Condition.ALWAYS) {
                condition = Condition.ABSENT_OR_EQUAL;
                // The documents write "NEX value", the SDKs send NEX alone. All that may follow is PX with its number,
                // so an odd rest starts with the value. It cannot be another one than is set: nothing says what that
                // means.
                if (left % 2 == 1 && !arguments.get(at++).equals(value)) {
                    throw Refusal.SYNTAX_ERROR.exception();
                }
            } else {
                throw Refusal.SYNTAX_ERROR.exception();
            }
        }
        return new StateStoreRequest.Set(key, value, condition, expiry);
    }

    private static Duration milliseconds(Bytes argument) {
        try {
            long milliseconds = argument.length() > LONGEST_WORD ? 0 : RespReader.number(argument.asUtf8());
            if (milliseconds >= 1 && milliseconds <= StateStoreRequest.LONGEST_EXPIRY_MILLIS) {
                return Duration.ofMillis(milliseconds);
            }
        } catch (RespException notANumber) {
            // Refused below, as a number out of range is.
        }
        throw Refusal.SYNTAX_ERROR.exception();
    }

    private static StateStoreRequest notify(List<Bytes> arguments) {
        Bytes key = key(arguments, 2, 3);
        boolean stop = arguments.size() == 3;
        if (stop && !word(arguments.get(2)).equals("STOP")) {
            throw Refusal.SYNTAX_ERROR.exception();
        }
        return new StateStoreRequest.Notify(key, stop);
    }

    private static StateStoreRequest scan(List<Bytes> arguments) {
        if (arguments.size() != 2 && arguments.size() != 3) {
            throw Refusal.WRONG_NUMBER_OF_ARGUMENTS.exception();
        }
        Optional<String> next =
                arguments.size() == 3 ? Optional.of(arguments.get(2).asUtf8()) : Optional.empty();
        return new StateStoreRequest.Scan(arguments.get(1), next);
    }

    private static String word(Bytes argument) {
        return argument.length() > LONGEST_WORD ? "" : argument.asUtf8().toUpperCase(Locale.ROOT);
    }
}
