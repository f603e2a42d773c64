package dev.leat.dataflow.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A directory of small files, with the guarantees that a checkpoint needs. One thread at a time. */
public interface Storage {

    /** Where it is, for messages. */
    String place();

    /** The names of all files. */
    List<String> list() throws IOException;

    byte[] read(String name) throws IOException;

    /**
     * Writes a file, in place of one of that name, and returns when its content is on the disk. A name that is new is on
     * the disk after a {@link #rename}.
     *
     * @param content one after another, each read to its end
     */
    void write(String name, List<ByteBuffer> content) throws IOException;

    /** Gives a file another name, in place of one of that name, at once or not at all; returns when that is on the disk. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file, if it is there. */
    void delete(String name) throws IOException;
}
