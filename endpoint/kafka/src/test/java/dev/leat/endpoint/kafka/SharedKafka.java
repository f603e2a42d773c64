package dev.leat.endpoint.kafka;

import java.util.concurrent.atomic.AtomicInteger;

/** The one broker of all tests that leave it as it is: it takes seconds to start. */
final class SharedKafka {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private SharedKafka() {}

    private static final class Holder {
        static final KafkaServer SERVER = KafkaServer.start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    static KafkaServer server() {
        return Holder.SERVER;
    }

    /** A name that no other test has. */
    static String name(String kind) {
        return kind + "-" + NUMBER.incrementAndGet();
    }

    /** A new topic. */
    static String topic(int partitions) throws InterruptedException {
        String topic = name("topic");
        server().createTopic(topic, partitions);
        return topic;
    }
}
