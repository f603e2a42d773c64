/**
 * Sources and sinks of Apache Kafka. {@link dev.leat.endpoint.kafka.KafkaSource} reads topics as a member of a consumer
 * group and commits offsets when records are delivered; {@link dev.leat.endpoint.kafka.KafkaSink} writes to a topic, in
 * order, and confirms what the brokers have taken.
 */
@NullMarked
package dev.leat.endpoint.kafka;

import org.jspecify.annotations.NullMarked;
