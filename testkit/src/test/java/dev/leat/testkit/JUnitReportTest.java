package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

final class JUnitReportTest {

    @TempDir
    private Path directory;

    @Test
    void aReportIsXmlWhateverNamesAndReasonsHold() throws Exception {
        Path file = directory.resolve("deep/report.xml");
        JUnitReport.write(
                file,
                List.of(
                        new TestResult("good <one>", Path.of("a.test.yaml"), Duration.ofMillis(1500), Optional.empty(), List.of()),
                        new TestResult(
                                "bad \u0000\uD800 one",
                                Path.of("b.test.yaml"),
                                Duration.ofMillis(20),
                                Optional.of(new TestResult.Failure(
                                        "LEAT-TESTKIT-021: differs & so on",
                                        List.of(new Difference("payload.a", Optional.of("1"), Optional.empty())))),
                                List.of("a note"))));

        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());

        Element suite = document.getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("time")).isEqualTo("1.520");
        Element good = (Element) suite.getElementsByTagName("testcase").item(0);
        assertThat(good.getAttribute("name")).isEqualTo("good <one>");
        assertThat(good.getElementsByTagName("failure").getLength()).isZero();
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getTextContent()).contains("payload.a: expected 1, got nothing");
        assertThat(suite.getElementsByTagName("system-out").item(0).getTextContent()).isEqualTo("a note");
    }
}
