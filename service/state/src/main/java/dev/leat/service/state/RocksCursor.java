package dev.leat.service.state;

import dev.leat.dataflow.data.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Goes through the entries of a database. Belongs to one thread. */
final class RocksCursor implements Storage.Cursor {

    private final RocksIterator iterator;

    /** The value stays where it is: it may be large, and nobody asks for it. Has room for what stands before it. */
    private final ByteBuffer head = ByteBuffer.allocateDirect(256);

    private boolean started;

    RocksCursor(RocksIterator iterator) {
        this.iterator = iterator;
    }

    @Override
    public @Nullable Bytes next() {
        if (started) {
            iterator.next();
        }
        started = true;
        try {
            if (iterator.isValid()) {
                return Bytes.of(iterator.key());
            }
            iterator.status();
            started = false;
            return null;
        } catch (RocksDBException failure) {
            throw RocksStorage.failed("read", failure);
        }
    }

    @Override
    public long expiry() {
        try {
            int length = iterator.value(head.clear());
            return length > head.capacity() ? expiryOfBeginning() : EntryCodec.expiry(head.limit(length));
        } catch (IOException damaged) {
            throw RocksStorage.failed("read", damaged);
        }
    }

    /** A clock with a very long name leaves no room for the expiry. */
    private long expiryOfBeginning() throws IOException {
        try {
            return EntryCodec.expiry(head.limit(head.capacity()));
        } catch (IOException tooFew) {
            return EntryCodec.decode(iterator.value()).expiry();
        }
    }

    @Override
    public void close() {
        iterator.close();
    }
}
