package dev.leat.service.rpc;

import dev.leat.endpoint.mqtt.MqttEndpointException;
import dev.leat.endpoint.mqtt.PublishOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of a response: with the broker or refused by it, its request is done.
 *
 * @param done acknowledges the request
 */
record Answered(Runnable done) implements PublishOutcome {

    private static final Logger LOG = LoggerFactory.getLogger(Answered.class);

    @Override
    public void published(boolean subscribed) {
        done.run();
    }

    @Override
    public void refused(MqttEndpointException reason) {
        warn(reason);
        done.run();
    }

    static void warn(MqttEndpointException reason) {
        LOG.warn("{}: {} {}", RpcProblem.NOT_ANSWERED.code(), reason.getMessage(), RpcProblem.NOT_ANSWERED.hint());
    }
}
