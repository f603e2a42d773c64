package dev.leat.service.state.protocol;

import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore.Page;
import dev.leat.operator.service.StateStoreException;
import java.util.List;
import java.util.Optional;

/** What a state store answers: the payload of a response. */
public sealed interface StateStoreResponse {

    /** {@code +OK}: set, or registered. */
    record Ok() implements StateStoreResponse {}

    /** The value of a key. */
    record Value(Bytes value) implements StateStoreResponse {}

    /** {@code $-1}: there is no such key. */
    record Absent() implements StateStoreResponse {}

    /** {@code :1} deleted, {@code :0} absent, {@code :-1} another value, or not set since the condition did not hold. */
    record Count(long count) implements StateStoreResponse {}

    /** Some keys, and where to go on: {@code *2}, a blob that is empty after the last page, and an array of keys. */
    record Keys(Page page) implements StateStoreResponse {}

    /** {@code -ERR text}. */
    record Refused(String text) implements StateStoreResponse {}

    /** The most keys of one page that a reader takes. */
    int MOST_KEYS = 100_000;

    /** The response as a store sends it; of the forms of "not applied" this is {@code :-1}. */
    default Bytes encode() {
        return switch (this) {
            case Ok() -> new RespWriter().line('+', "OK").toBytes();
            case Value(Bytes value) -> new RespWriter().blob(value).toBytes();
            case Absent() -> new RespWriter().line('$', "-1").toBytes();
            case Count(long count) ->
                new RespWriter().line(':', Long.toString(count)).toBytes();
            case Keys(Page page) -> {
                RespWriter writer = new RespWriter()
                        .array(2)
                        .blob(page.next().orElse(""))
                        .array(page.keys().size());
                page.keys().forEach(writer::blob);
                yield writer.toBytes();
            }
            case Refused(String text) ->
                new RespWriter()
                        .line('-', "ERR " + text.replace('\r', ' ').replace('\n', ' '))
                        .toBytes();
        };
    }

    /**
     * Reads a response in each of the documented forms: {@code :-1} and {@code -1}, {@code -ERR text} and
     * {@code -ERR: text}, {@code $-1} and RESP3's {@code _}.
     *
     * @throws StateStoreException {@link StateStoreException.Reason#PROTOCOL} where it is none
     */
    static StateStoreResponse parse(Bytes payload) {
        try {
            RespReader reader = new RespReader(payload);
            StateStoreResponse response = read(reader, payload);
            reader.expectEnd();
            return response;
        } catch (RespException malformed) {
            throw new StateStoreException(
                    StateStoreException.Reason.PROTOCOL, "the state store's answer is none: " + malformed.getMessage());
        }
    }

    private static StateStoreResponse read(RespReader reader, Bytes payload) throws RespException {
        char type = reader.peek();
        return switch (type) {
            case '+' -> {
                if (!reader.line('+').equals("OK")) {
                    throw new RespException("a status other than OK");
                }
                yield new Ok();
            }
            case ':' -> new Count(reader.number(':'));
            case '_' -> {
                if (!reader.line('_').isEmpty()) {
                    throw new RespException("a null with content");
                }
                yield new Absent();
            }
            case '$' -> {
                if (isNull(payload)) {
                    reader.line('$');
                    yield new Absent();
                }
                yield new Value(reader.blob());
            }
            case '-' -> error(reader.line('-'));
            case '*' -> {
                if (reader.array(2) != 2) {
                    throw new RespException("an array that is no page of keys");
                }
                String next = reader.blob().asUtf8();
                List<Bytes> keys = reader.blobs(MOST_KEYS);
                yield new Keys(new Page(keys, next.isEmpty() ? Optional.empty() : Optional.of(next)));
            }
            default -> throw new RespException("it starts with byte " + (int) type);
        };
    }

    /** Looked at by its length first: values may be large. */
    private static boolean isNull(Bytes payload) {
        return payload.length() == 5 && payload.asUtf8().equals("$-1\r\n");
    }

    private static StateStoreResponse error(String line) {
        if (line.equals("1")) {
            return new Count(-1);
        }
        if (!line.startsWith("ERR")) {
            return new Refused(line);
        }
        String text = line.substring(3);
        return new Refused((text.startsWith(":") ? text.substring(1) : text).strip());
    }
}
