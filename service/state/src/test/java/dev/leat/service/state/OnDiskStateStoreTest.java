package dev.leat.service.state;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class OnDiskStateStoreTest extends StateStoreContract {

    @TempDir
    private Path directory = Path.of("");

    @Override
    Storage storage() {
        return RocksStorage.open(directory.resolve("store"));
    }
}
