package dev.leat.platform.broker;

import java.util.concurrent.CountDownLatch;

/** A process that starts a broker, says so, and goes on until it is told to end. */
final class BrokerProcess {

    private BrokerProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("starting");
        EmbeddedBroker broker = EmbeddedBroker.start();
        System.out.println("listening on " + broker.port());
        new CountDownLatch(1).await();
    }
}
