package dev.leat.testkit;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results in the XML form of JUnit, which build servers read: a suite, a test case for each. */
public final class JUnitReport {

    private static final int MOST_LINES = 1000;

    private JUnitReport() {}

    /**
     * Writes a report; its directory is made where it is not there.
     *
     * @throws TestkitException {@link TestkitProblem#OUTPUT_UNWRITABLE}
     */
    public static void write(Path file, List<TestResult> results) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            try (Writer out = Files.newBufferedWriter(file)) {
                write(XMLOutputFactory.newFactory().createXMLStreamWriter(out), results);
            }
        } catch (IOException | XMLStreamException failure) {
            throw new TestkitException(
                    TestkitProblem.OUTPUT_UNWRITABLE, file + " cannot be written: " + failure.getMessage(), failure);
        }
    }

    private static void write(XMLStreamWriter xml, List<TestResult> results) throws XMLStreamException {
        Duration all = results.stream().map(TestResult::duration).reduce(Duration.ZERO, Duration::plus);
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "leat test");
        xml.writeAttribute("tests", Integer.toString(results.size()));
        xml.writeAttribute(
                "failures",
                Long.toString(
                        results.stream().filter(result -> !result.passed()).count()));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("time", seconds(all));
        for (TestResult result : results) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("name", text(result.name()));
            xml.writeAttribute("classname", text(result.file().toString()));
            xml.writeAttribute("file", text(result.file().toString()));
            xml.writeAttribute("time", seconds(result.duration()));
            if (result.failure().isPresent()) {
                TestResult.Failure failure = result.failure().get();
                xml.writeStartElement("failure");
                xml.writeAttribute(
                        "message", text(failure.reason().lines().findFirst().orElse("")));
                xml.writeCharacters(text(failure.reason() + "\n"
                        + failure.differences().stream()
                                .limit(MOST_LINES)
                                .map(Difference::toString)
                                .collect(Collectors.joining("\n"))));
                xml.writeEndElement();
            }
            if (!result.notes().isEmpty()) {
                xml.writeStartElement("system-out");
                xml.writeCharacters(text(String.join("\n", result.notes())));
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndDocument();
        xml.close();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
    }

    /** XML has no place for most control characters, nor for halves of surrogate pairs. */
    private static String text(String text) {
        return text.codePoints()
                .map(character -> isXml(character) ? character : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isXml(int character) {
        return character == '\t'
                || character == '\n'
                || character >= 0x20 && !(character >= 0xD800 && character <= 0xDFFF) && character < 0xFFFE
                || character > 0xFFFF;
    }
}
