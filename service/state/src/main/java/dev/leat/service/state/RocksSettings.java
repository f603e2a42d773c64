package dev.leat.service.state;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WALRecoveryMode;

/** How RocksDB is set up. What is native in it belongs to this object. */
final class RocksSettings implements AutoCloseable {

    private static final long CACHE_BYTES = 64 << 20;
    private static final long MOST_LOG_BYTES = 64 << 20;
    /** A disk that was full is written to again when there is room for these buffers. */
    private static final long WRITE_BUFFER = 8 << 20;

    private static final long SMALL_WRITE_BUFFER = 1 << 20;
    private static final int BITS_PER_KEY = 10;
    private static final int KEPT_LOGS = 3;
    private static final long LARGEST_LOG = 1 << 20;

    static {
        RocksDB.loadLibrary();
    }

    private final Cache cache = new LRUCache(CACHE_BYTES);
    private final BloomFilter filter = new BloomFilter(BITS_PER_KEY);
    private final ColumnFamilyOptions plain = new ColumnFamilyOptions()
            .setWriteBufferSize(WRITE_BUFFER)
            .setTableFormatConfig(new BlockBasedTableConfig()
                    .setBlockCache(cache)
                    .setFilterPolicy(filter)
                    .setCacheIndexAndFilterBlocks(false))
            .setCompressionType(CompressionType.LZ4_COMPRESSION);
    /** Of the values that are merged, the greatest by its bytes counts. */
    private final ColumnFamilyOptions greatest =
            new ColumnFamilyOptions().setWriteBufferSize(SMALL_WRITE_BUFFER).setMergeOperatorName("max");

    private final DBOptions options;

    /** @param fresh whether there may be no database yet */
    RocksSettings(boolean fresh) {
        options = new DBOptions()
                .setCreateIfMissing(fresh)
                .setCreateMissingColumnFamilies(fresh)
                .setParanoidChecks(true)
                // A record that a crash cut off was never answered. Anything else that cannot be read is damage.
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                // The small families would keep old logs alive for ever.
                .setMaxTotalWalSize(MOST_LOG_BYTES)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(KEPT_LOGS)
                .setMaxLogFileSize(LARGEST_LOG);
    }

    DBOptions options() {
        return options;
    }

    /** Entries, expiries, and what there is to know of the store, in this order. */
    List<ColumnFamilyDescriptor> families() {
        return List.of(
                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, plain),
                new ColumnFamilyDescriptor("expiries".getBytes(StandardCharsets.US_ASCII), plain),
                new ColumnFamilyDescriptor("about".getBytes(StandardCharsets.US_ASCII), greatest));
    }

    @Override
    public void close() {
        options.close();
        greatest.close();
        plain.close();
        filter.close();
        cache.close();
    }
}
