package dev.leat.service.state.protocol;

import dev.leat.dataflow.data.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes RESP3. */
final class RespWriter {

    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();

    RespWriter array(int count) {
        return line('*', Integer.toString(count));
    }

    RespWriter blob(Bytes content) {
        line('$', Integer.toString(content.length()));
        payload.writeBytes(content.unsafeArray());
        return end();
    }

    RespWriter blob(String text) {
        return blob(Bytes.utf8(text));
    }

    /** @param text without line breaks */
    RespWriter line(char type, String text) {
        payload.write(type);
        payload.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return end();
    }

    private RespWriter end() {
        payload.write('\r');
        payload.write('\n');
        return this;
    }

    Bytes toBytes() {
        return Bytes.of(payload.toByteArray());
    }
}
