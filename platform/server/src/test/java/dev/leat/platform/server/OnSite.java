package dev.leat.platform.server;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a server, each with a site of its own. */
@Timeout(180)
abstract class OnSite {

    @TempDir
    Path temporary;

    Site site;
    Broker broker;

    @BeforeEach
    final void openSite() throws IOException {
        site = new Site(temporary);
        broker = site.broker();
    }

    @AfterEach
    final void closeSite() {
        site.close();
    }
}
