package dev.leat.endpoint.kafka;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The process of a {@link KafkaServer}: makes its storage where there is none, and runs the broker. */
final class KafkaBroker {

    private KafkaBroker() {}

    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(reader);
        }
        String directory = properties.getProperty("log.dirs");
        if (!Files.exists(Path.of(directory, "meta.properties"))) {
            new Formatter()
                    .setNodeId(1)
                    .setClusterId("leat-tests-0000000000w")
                    .addDirectory(directory)
                    .setMetadataLogDirectory(directory)
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .run();
        }
        kafka.Kafka.main(new String[] {arguments[0]});
    }
}
