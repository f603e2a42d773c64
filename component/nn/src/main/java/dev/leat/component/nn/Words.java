package dev.leat.component.nn;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Failures in words that a module's author can read, without the names of Java's classes. */
final class Words {

    private Words() {}

    static String of(Throwable failure) {
        return switch (failure) {
            case OutOfMemoryError memory -> "there is not enough memory";
            case StackOverflowError stack -> "it is nested too deep";
            case NoSuchFileException missing -> "it is not there any more";
            case AccessDeniedException denied -> "access is denied";
            case FileSystemException file -> file.getReason() == null ? "its file system failed" : file.getReason();
            case IOException io -> message(io, "reading failed");
            default -> message(failure, "for a reason that is not known");
        };
    }

    private static String message(Throwable failure, String otherwise) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? otherwise : message.strip();
    }
}
