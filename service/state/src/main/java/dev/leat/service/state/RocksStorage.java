package dev.leat.service.state;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Entries in RocksDB, in three column families: the entries by their keys; times of expiry, each with its key behind it; and
 * what there is to know of the store, its clock's node id and its latest version. Each change is one batch.
 *
 * <p>A change is forced to the disk before it is done or seen. RocksDB forces the changes of threads that come at the same
 * time at once.
 */
final class RocksStorage implements Storage {

    private static final byte[] NODE = "node".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOCK = "clock".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private final StoreDirectory directory;
    private final RocksSettings settings;
    private final RocksDB database;
    private final ColumnFamilyHandle entries;
    private final ColumnFamilyHandle expiries;
    private final ColumnFamilyHandle about;
    private final WriteOptions safe = new WriteOptions().setSync(true);
    private final WriteOptions lazily = new WriteOptions();
    private final String nodeId;
    private final Optional<Timestamp> latestVersion;

    private RocksStorage(
            StoreDirectory directory, RocksSettings settings, RocksDB database, List<ColumnFamilyHandle> families)
            throws RocksDBException, IOException {
        this.directory = directory;
        this.settings = settings;
        this.database = database;
        this.entries = families.get(0);
        this.expiries = families.get(1);
        this.about = families.get(2);
        this.nodeId = readNode();
        this.latestVersion = readVersion();
        if (!directory.isMade()) {
            directory.markMade();
        }
    }

    static RocksStorage open(Path path) {
        return open(path, options -> {});
    }

    /** @param more what else is to be set */
    static RocksStorage open(Path path, Consumer<DBOptions> more) {
        StoreDirectory directory = StoreDirectory.open(path);
        RocksSettings settings = null;
        RocksDB database = null;
        boolean opened = false;
        try {
            settings = new RocksSettings(!directory.isMade());
            more.accept(settings.options());
            List<ColumnFamilyDescriptor> families = settings.families();
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            database = RocksDB.open(settings.options(), directory.data().toString(), families, handles);
            RocksStorage storage = new RocksStorage(directory, settings, database, handles);
            opened = true;
            return storage;
        } catch (RocksDBException | IOException failure) {
            throw refused(path, failure);
        } finally {
            if (!opened) {
                if (database != null) {
                    database.close();
                }
                if (settings != null) {
                    settings.close();
                }
                directory.close();
            }
        }
    }

    /** A disk that is full, or gone, is no reason to give up what is on it. */
    private static StateException refused(Path path, Exception failure) {
        String message = String.valueOf(failure.getMessage());
        boolean ofTheDisk = failure instanceof RocksDBException known
                && known.getStatus() != null
                && known.getStatus().getCode() == Status.Code.IOError
                && !message.contains("No such file");
        return ofTheDisk
                ? new StateException(
                        StateProblem.UNUSABLE,
                        "the state store " + path + " cannot be used: " + message
                                + "; look for room on the disk, and for who may write there",
                        failure)
                : new StateException(
                        StateProblem.DAMAGED,
                        "the state store " + path + " cannot be read: " + message
                                + "; restore the directory from a copy, or remove it to begin with an empty store",
                        failure);
    }

    private String readNode() throws RocksDBException {
        byte[] node = database.get(about, NODE);
        if (node == null) {
            node = ("leat-" + UUID.randomUUID()).getBytes(StandardCharsets.US_ASCII);
            database.put(about, safe, NODE, node);
        }
        return new String(node, StandardCharsets.UTF_8);
    }

    private Optional<Timestamp> readVersion() throws RocksDBException, IOException {
        byte[] clock = database.get(about, CLOCK);
        if (clock == null) {
            return Optional.empty();
        }
        if (clock.length != 2 * Long.BYTES) {
            throw new IOException("the latest version has " + clock.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(clock);
        long physical = buffer.getLong();
        if (physical < 0) {
            throw new IOException("the latest version is at a negative time");
        }
        return Optional.of(new Timestamp(physical, buffer.getLong(), nodeId));
    }

    @Override
    public @Nullable Entry get(Bytes key) {
        try {
            byte[] bytes = database.get(entries, key.unsafeArray());
            return bytes == null ? null : EntryCodec.decode(bytes);
        } catch (RocksDBException | IOException failure) {
            throw failed("read", failure);
        }
    }

    @Override
    public void put(Bytes key, Entry entry, @Nullable Entry before) {
        try (WriteBatch batch = new WriteBatch()) {
            batch.put(entries, key.unsafeArray(), EntryCodec.encode(entry));
            if (before != null && before.expiry() != Entry.NEVER && before.expiry() != entry.expiry()) {
                batch.delete(expiries, expiryKey(before.expiry(), key));
            }
            if (entry.expiry() != Entry.NEVER) {
                batch.put(expiries, expiryKey(entry.expiry(), key), NOTHING);
            }
            write(batch, entry.version(), safe);
        } catch (RocksDBException failure) {
            throw failed("write", failure);
        }
    }

    @Override
    public void remove(Bytes key, Entry before, Timestamp version, boolean lazy) {
        try (WriteBatch batch = new WriteBatch()) {
            batch.delete(entries, key.unsafeArray());
            if (before.expiry() != Entry.NEVER) {
                batch.delete(expiries, expiryKey(before.expiry(), key));
            }
            write(batch, version, lazy ? lazily : safe);
        } catch (RocksDBException failure) {
            throw failed("write", failure);
        }
    }

    /** Batches of several threads come in any order: the greatest version stays. */
    private void write(WriteBatch batch, Timestamp version, WriteOptions options) throws RocksDBException {
        batch.merge(
                about,
                CLOCK,
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(version.physical())
                        .putLong(version.counter())
                        .array());
        database.write(options, batch);
    }

    private static byte[] expiryKey(long at, Bytes key) {
        return ByteBuffer.allocate(Long.BYTES + key.length())
                .putLong(at)
                .put(key.unsafeArray())
                .array();
    }

    @Override
    public List<Bytes> gone(long now, int most) {
        List<Bytes> keys = new ArrayList<>();
        try (RocksIterator iterator = database.newIterator(expiries)) {
            iterator.seekToFirst();
            while (iterator.isValid() && keys.size() < most) {
                byte[] expiry = iterator.key();
                if (ByteBuffer.wrap(expiry).getLong() > now) {
                    break;
                }
                keys.add(Bytes.of(Arrays.copyOfRange(expiry, Long.BYTES, expiry.length)));
                iterator.next();
            }
            iterator.status();
            return keys;
        } catch (RocksDBException failure) {
            throw failed("read", failure);
        }
    }

    @Override
    public long nextExpiry() {
        try (RocksIterator iterator = database.newIterator(expiries)) {
            iterator.seekToFirst();
            if (iterator.isValid()) {
                return ByteBuffer.wrap(iterator.key()).getLong();
            }
            iterator.status();
            return Entry.NEVER;
        } catch (RocksDBException failure) {
            throw failed("read", failure);
        }
    }

    @Override
    public Cursor from(Bytes key) {
        RocksIterator iterator = database.newIterator(entries);
        iterator.seek(key.unsafeArray());
        return new RocksCursor(iterator);
    }

    static StateStoreException failed(String what, Exception failure) {
        return new StateStoreException(
                StateStoreException.Reason.INTERNAL,
                "the state store cannot " + what + " its disk: " + failure.getMessage(),
                failure);
    }

    @Override
    public Optional<Timestamp> latestVersion() {
        return latestVersion;
    }

    @Override
    public String nodeId() {
        return nodeId;
    }

    @Override
    public void close() {
        entries.close();
        expiries.close();
        about.close();
        database.close();
        safe.close();
        lazily.close();
        settings.close();
        directory.close();
    }
}
