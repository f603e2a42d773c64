package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientConfig;
import com.hivemq.client.mqtt.mqtt5.auth.Mqtt5EnhancedAuthMechanism;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5Auth;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5AuthBuilder;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5EnhancedAuthBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import dev.leat.dataflow.data.Bytes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Enhanced authentication in one step: the client sends a token, and the broker takes it or not. */
final class TokenMechanism implements Mqtt5EnhancedAuthMechanism {

    private final MqttUtf8String method;
    private final int timeoutSeconds;
    private volatile Bytes token;

    /** @param timeout how long the broker may take for its answer */
    TokenMechanism(String method, Bytes token, Duration timeout) {
        this.method = MqttUtf8String.of(method);
        this.token = token;
        this.timeoutSeconds = (int) Math.clamp(timeout.toSeconds(), 1, Integer.MAX_VALUE / 1000);
    }

    /** Sends this one from now on. */
    void use(Bytes token) {
        this.token = token;
    }

    /** What was sent last, or is to be sent next. */
    Bytes token() {
        return token;
    }

    @Override
    public MqttUtf8String getMethod() {
        return method;
    }

    @Override
    public int getTimeout() {
        return timeoutSeconds;
    }

    @Override
    public CompletableFuture<Void> onAuth(
            Mqtt5ClientConfig client, Mqtt5Connect connect, Mqtt5EnhancedAuthBuilder builder) {
        builder.data(token.toArray());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> onReAuth(Mqtt5ClientConfig client, Mqtt5AuthBuilder builder) {
        builder.data(token.toArray());
        return CompletableFuture.completedFuture(null);
    }

    /** A broker that asks for more does not get it: the token is all there is. */
    @Override
    public CompletableFuture<Boolean> onContinue(Mqtt5ClientConfig client, Mqtt5Auth auth, Mqtt5AuthBuilder builder) {
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public CompletableFuture<Boolean> onAuthSuccess(Mqtt5ClientConfig client, Mqtt5ConnAck accepted) {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletableFuture<Boolean> onReAuthSuccess(Mqtt5ClientConfig client, Mqtt5Auth accepted) {
        return CompletableFuture.completedFuture(true);
    }

    // The connection hears of failures by its own ways.

    @Override
    public void onAuthRejected(Mqtt5ClientConfig client, Mqtt5ConnAck refused) {}

    @Override
    public void onReAuthRejected(Mqtt5ClientConfig client, Mqtt5Disconnect refused) {}

    @Override
    public void onAuthError(Mqtt5ClientConfig client, Throwable cause) {}

    @Override
    public void onReAuthError(Mqtt5ClientConfig client, Throwable cause) {}
}
