package dev.leat.testkit;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.UserProperty;
import java.util.List;
import java.util.Optional;

/**
 * A message that a test file holds itself.
 *
 * @param topic {@link InputFolder#MESSAGE_TOPIC} unless given
 * @param time at which it is sent; empty: the case's clock
 * @param payload as text, or as JSON where the file has something else
 */
public record CaseMessage(
        String topic,
        Optional<Timestamp> time,
        Bytes payload,
        Optional<String> contentType,
        List<UserProperty> properties) {

    public CaseMessage {
        properties = List.copyOf(properties);
    }
}
