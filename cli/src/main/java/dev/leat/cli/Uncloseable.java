package dev.leat.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/** The standard output as a stream that closing only flushes, and that says where writing failed. */
final class Uncloseable extends FilterOutputStream {

    private final PrintStream printer;

    Uncloseable(PrintStream printer) {
        super(printer);
        this.printer = printer;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        printer.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        if (printer.checkError()) {
            throw new IOException("the standard output takes no more");
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
