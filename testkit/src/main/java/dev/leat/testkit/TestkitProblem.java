package dev.leat.testkit;

import dev.leat.graph.diagnostic.Problem;
import dev.leat.graph.diagnostic.Severity;

/**
 * What can be wrong with recorded input and output, and with test cases. Each constant says the cause and the remedy;
 * docs/errors.md has the same as a table. A code is never given to another problem later.
 */
public enum TestkitProblem implements Problem {
    // Input and output.
    /**
     * The path names nothing, or something that this user may not read, or reading broke off. <em>Remedy:</em> Check the
     * path and the permissions.
     */
    INPUT_UNREADABLE("LEAT-TESTKIT-001", "The input cannot be read"),
    /**
     * The file's name does not say what it holds. <em>Remedy:</em> Name it {@code .json} or {@code .raw} for one message,
     * {@code .jsonl} or {@code .ndjson} for a message a line.
     */
    UNKNOWN_INPUT_KIND("LEAT-TESTKIT-002", "An unknown kind of input file"),
    /** Lines are text. <em>Remedy:</em> Save the file as UTF-8; put binary messages into {@code .raw} files. */
    LINE_NOT_UTF_8("LEAT-TESTKIT-003", "A line is not UTF-8"),
    /**
     * A line has more than 16 MiB. <em>Remedy:</em> Check that messages are separated by line breaks; put larger ones
     * into {@code .json} or {@code .raw} files of their own.
     */
    LINE_TOO_LONG("LEAT-TESTKIT-004", "A line is too long"),
    /** A file that is one message has more than 256 MiB, the most that MQTT carries. <em>Remedy:</em> Split it. */
    INPUT_TOO_LARGE("LEAT-TESTKIT-005", "A message is too large"),
    /**
     * A line has the form of an output record, and a part of it makes no sense: a {@code __ts} that is no timestamp,
     * base64 that is none. <em>Remedy:</em> Correct the part that the message names.
     */
    BROKEN_RECORD("LEAT-TESTKIT-006", "A broken output record"),
    /** The disk is full, or the reader of a pipe went away. <em>Remedy:</em> See the system's words in the message. */
    OUTPUT_UNWRITABLE("LEAT-TESTKIT-007", "The output cannot be written"),
    // Test files.
    /**
     * The path names nothing, a directory where a file is wanted, or something too large or that this user may not read.
     * <em>Remedy:</em> Check the path and the permissions.
     */
    CASE_UNREADABLE("LEAT-TESTKIT-008", "A test case cannot be read"),
    /** The file is empty, or holds no keys and values. <em>Remedy:</em> Write {@code graph}, {@code input}, {@code expected}. */
    NOT_A_TEST_CASE("LEAT-TESTKIT-009", "Not a test case"),
    /** Test cases have no such key. <em>Remedy:</em> Correct its spelling, or remove it. */
    UNKNOWN_KEY("LEAT-TESTKIT-010", "An unknown key"),
    /** A test case needs {@code graph}, {@code input} and {@code expected}. <em>Remedy:</em> Add the key. */
    MISSING_KEY("LEAT-TESTKIT-011", "A missing key"),
    /** The value is of another type than the key wants, or empty, or out of range. <em>Remedy:</em> As the hint says. */
    WRONG_VALUE("LEAT-TESTKIT-012", "A value that does not fit"),
    /**
     * A path in {@code select} or {@code ignores} has an empty segment. <em>Remedy:</em> Write names with single dots
     * between them, such as {@code payload.temperature.value}.
     */
    BAD_PATH("LEAT-TESTKIT-013", "Not a path"),
    /**
     * What {@code graph}, {@code input} or {@code expected} names is not there, or is a directory for a file or the
     * other way round. <em>Remedy:</em> Correct the path; it is relative to the test file.
     */
    FILE_MISSING("LEAT-TESTKIT-014", "A file of the test case is missing"),
    // Running a case.
    /**
     * The input directory has no {@code .json} or {@code .raw} file, so that the case would show nothing.
     * <em>Remedy:</em> Add a message.
     */
    NO_MESSAGES("LEAT-TESTKIT-015", "No message to send"),
    /** The expected file is no JSON, or neither an object nor a list of objects. <em>Remedy:</em> Correct it. */
    EXPECTED_UNUSABLE("LEAT-TESTKIT-016", "The expected output makes no sense"),
    /**
     * {@code select} and {@code ignores} leave nothing of what is expected, so that every output would pass.
     * <em>Remedy:</em> Correct the paths.
     */
    NOTHING_COMPARED("LEAT-TESTKIT-017", "Nothing to compare"),
    /**
     * {@code hostapp.env.list} beside the graph has a value that makes no sense, or a key that looks misspelled.
     * <em>Remedy:</em> Correct the line.
     */
    ENVIRONMENT_UNUSABLE("LEAT-TESTKIT-018", "The graph's environment makes no sense"),
    /** The graph did not finish within the case's {@code timeout}. <em>Remedy:</em> Allow more, or look for what waits. */
    TIMED_OUT("LEAT-TESTKIT-020", "Out of time"),
    /** What came out is not what was expected. <em>Remedy:</em> The differences say where. */
    OUTPUT_DIFFERS("LEAT-TESTKIT-021", "Another output than expected"),
    /** Leat itself failed, which is a defect of Leat. <em>Remedy:</em> Report it with the message. */
    RUN_BROKE("LEAT-TESTKIT-022", "The run broke"),
    // Recordings.
    /** A file is no recording, or a line of it makes no sense. <em>Remedy:</em> See the message. */
    RECORDING_UNREADABLE("LEAT-TESTKIT-023", "An unreadable recording"),
    /** A recording could not be written on; the graph goes on without. <em>Remedy:</em> Make room on the disk. */
    RECORDING_BROKE("LEAT-TESTKIT-024", "A recording broke off"),
    // Test cases, once more.
    /** {@code outputs} names a sink that the graph does not have. <em>Remedy:</em> Name one of those in the message. */
    NO_SUCH_SINK("LEAT-TESTKIT-025", "No such sink");

    private final String code;
    private final String title;

    TestkitProblem(String code, String title) {
        this.code = code;
        this.title = title;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public String title() {
        return title;
    }
}
