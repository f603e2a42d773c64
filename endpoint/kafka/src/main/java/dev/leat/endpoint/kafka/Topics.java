package dev.leat.endpoint.kafka;

import java.util.regex.Pattern;

/** The names of topics. */
final class Topics {

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private Topics() {}

    /** @throws KafkaEndpointException {@link KafkaError#TOPIC_INVALID} */
    static String check(String topic) {
        if (!LEGAL.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            throw new KafkaEndpointException(
                    KafkaError.TOPIC_INVALID, "'" + topic + "' is no name of a Kafka topic", null);
        }
        return topic;
    }
}
