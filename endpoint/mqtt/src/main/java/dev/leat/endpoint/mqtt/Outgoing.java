package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.mqtt5.Mqtt5RxClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.reactivex.FlowableSubscriber;
import io.reactivex.processors.FlowableProcessor;
import io.reactivex.processors.UnicastProcessor;
import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a channel publishes, until the broker has answered for it. Safe for use by many threads. */
final class Outgoing implements FlowableSubscriber<Mqtt5PublishResult> {

    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

    private record InFlight(Mqtt5Publish publish, PublishOutcome outcome) {}

    private final MqttConnectionOptions options;
    private final Consumer<MqttEndpointException> ended;
    private final FlowableProcessor<Mqtt5Publish> publishes =
            UnicastProcessor.<Mqtt5Publish>create().toSerialized();
    private final Queue<InFlight> inFlight = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean publishing = new AtomicBoolean();

    /** @param ended hears where the client takes no more, for good */
    Outgoing(MqttConnectionOptions options, Consumer<MqttEndpointException> ended) {
        this.options = options;
        this.ended = ended;
    }

    void connected(Mqtt5RxClient client) {
        if (publishing.compareAndSet(false, true)) {
            client.publish(publishes).subscribe(this);
        }
    }

    void publish(Mqtt5Publish publish, PublishOutcome outcome) {
        inFlight.add(new InFlight(publish, outcome));
        publishes.onNext(publish);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Mqtt5PublishResult result) {
        InFlight message = take(result.getPublish());
        try {
            tell(message, result);
        } catch (RuntimeException broken) {
            LOG.error("what was published was not taken note of", broken);
        }
    }

    private void tell(InFlight message, Mqtt5PublishResult result) {
        Optional<Throwable> error = result.getError();
        if (error.isEmpty()) {
            message.outcome().published(!isUnheard(result));
        } else {
            message.outcome()
                    .refused(new MqttEndpointException(
                            MqttError.EXCHANGE_REFUSED,
                            "the broker at " + options.address() + " did not take a message on '"
                                    + message.publish().getTopic() + "': " + MqttSink.reason(error.get()),
                            error.get()));
        }
    }

    private static boolean isUnheard(Mqtt5PublishResult result) {
        return result instanceof Mqtt5PublishResult.Mqtt5Qos1Result acknowledged
                && acknowledged.getPubAck().getReasonCode() == Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS;
    }

    /** Results come in the order of sending, but for those that the client fails on its own. */
    @SuppressWarnings("ReferenceEquality") // equal messages are not the same message
    private InFlight take(Mqtt5Publish publish) {
        for (Iterator<InFlight> messages = inFlight.iterator(); messages.hasNext(); ) {
            InFlight message = messages.next();
            if (message.publish() == publish) {
                messages.remove();
                return message;
            }
        }
        throw new IllegalStateException("a result for a message that was not sent: " + publish);
    }

    @Override
    public void onError(Throwable failure) {
        ended.accept(new MqttEndpointException(
                MqttError.CONNECTION_LOST,
                "nothing more can be published to the broker at " + options.address() + ": "
                        + MqttEndpointException.reason(failure),
                failure));
    }

    @Override
    public void onComplete() {
        LOG.debug("no more publishes");
    }
}
