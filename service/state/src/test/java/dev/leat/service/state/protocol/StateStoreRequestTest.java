package dev.leat.service.state.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore.Condition;
import dev.leat.operator.service.StateStoreException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateStoreRequestTest {

    private static final Bytes KEY = Bytes.utf8("SETKEY2");
    private static final Bytes VALUE = Bytes.utf8("VALUE5");

    private static StateStoreRequest parse(String frame) {
        return StateStoreRequest.parse(Bytes.utf8(frame));
    }

    private static StateStoreRequest set(Condition condition, Optional<Duration> expiry) {
        return new StateStoreRequest.Set(KEY, VALUE, condition, expiry);
    }

    @Test
    void knownFramesAreReadAndWritten() {
        check("*3\r\n$3\r\nSET\r\n$7\r\nSETKEY2\r\n$6\r\nVALUE5\r\n", set(Condition.ALWAYS, Optional.empty()));
        check(
                "*6\r\n$3\r\nSET\r\n$7\r\nSETKEY2\r\n$6\r\nVALUE5\r\n$3\r\nNEX\r\n$2\r\nPX\r\n$5\r\n10000\r\n",
                set(Condition.ABSENT_OR_EQUAL, Optional.of(Duration.ofSeconds(10))));
        check(
                "*4\r\n$3\r\nSET\r\n$7\r\nSETKEY2\r\n$6\r\nVALUE5\r\n$2\r\nNX\r\n",
                set(Condition.ABSENT, Optional.empty()));
        check("*2\r\n$3\r\nGET\r\n$7\r\nSETKEY2\r\n", new StateStoreRequest.Get(KEY));
        check("*2\r\n$3\r\nDEL\r\n$7\r\nSETKEY2\r\n", new StateStoreRequest.Delete(KEY));
        check(
                "*3\r\n$4\r\nVDEL\r\n$7\r\nSETKEY2\r\n$3\r\nABC\r\n",
                new StateStoreRequest.DeleteIfEqual(KEY, Bytes.utf8("ABC")));
        check("*2\r\n$9\r\nKEYNOTIFY\r\n$7\r\nSETKEY2\r\n", new StateStoreRequest.Notify(KEY, false));
        check("*3\r\n$9\r\nKEYNOTIFY\r\n$7\r\nSETKEY2\r\n$4\r\nSTOP\r\n", new StateStoreRequest.Notify(KEY, true));
        check("*2\r\n$4\r\nSCAN\r\n$2\r\nS*\r\n", new StateStoreRequest.Scan(Bytes.utf8("S*"), Optional.empty()));
        check(
                "*3\r\n$4\r\nSCAN\r\n$2\r\nS*\r\n$2\r\nab\r\n",
                new StateStoreRequest.Scan(Bytes.utf8("S*"), Optional.of("ab")));
    }

    private static void check(String frame, StateStoreRequest request) {
        assertThat(parse(frame)).isEqualTo(request);
        assertThat(request.encode().asUtf8()).isEqualTo(frame);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*4|$3|set|$7|SETKEY2|$6|VALUE5|$3|nex|",
                "*5|$3|SET|$7|SETKEY2|$6|VALUE5|$3|NEX|$6|VALUE5|",
            })
    void nexIsReadInAnyCaseWithAndWithoutItsValue(String frame) {
        assertThat(parse(frame.replace("|", "\r\n"))).isEqualTo(set(Condition.ABSENT_OR_EQUAL, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*7|$3|SET|$7|SETKEY2|$6|VALUE5|$3|NEX|$6|VALUE5|$2|PX|$1|5|",
                "*7|$3|SET|$7|SETKEY2|$6|VALUE5|$2|PX|$1|5|$3|NEX|$6|VALUE5|",
                "*6|$3|SET|$7|SETKEY2|$6|VALUE5|$2|pX|$1|5|$3|Nex|",
            })
    void optionsComeInAnyOrder(String frame) {
        assertThat(parse(frame.replace("|", "\r\n")))
                .isEqualTo(set(Condition.ABSENT_OR_EQUAL, Optional.of(Duration.ofMillis(5))));
    }

    @Test
    void aValueThatReadsPxIsNoOption() {
        assertThat(parse("*7\r\n$3\r\nSET\r\n$1\r\nk\r\n$2\r\nPX\r\n$3\r\nNEX\r\n$2\r\nPX\r\n$2\r\nPX\r\n$1\r\n9\r\n"))
                .isEqualTo(new StateStoreRequest.Set(
                        Bytes.utf8("k"),
                        Bytes.utf8("PX"),
                        Condition.ABSENT_OR_EQUAL,
                        Optional.of(Duration.ofMillis(9))));
    }

    @ParameterizedTest
    @CsvSource({
        "'',syntax error",
        "'*',syntax error",
        "'*0|',syntax error",
        "'*-1|',syntax error",
        "'GET k',syntax error",
        "'+OK|',syntax error",
        "'*2|$3|GET|',syntax error",
        "'*2|$3|GET|$2|k|',syntax error",
        "'*2|$3|GET|$-1|',syntax error",
        "'*2|$3|GET|$2000000000|k|',syntax error",
        "'*2|$3|GET|$99999999999999999999999|k|',syntax error",
        "'*2000000000|$3|GET|',syntax error",
        "'*2|$3|GET|$1|k|x',syntax error",
        "'*2|$3|GET|:1|',syntax error",
        "'*1|$3|GOT|',unknown command",
        "'*1|$0||',unknown command",
        "'*2|$40|GETGETGETGETGETGETGETGETGETGETGETGETGETG|$1|k|',unknown command",
        "'*1|$3|GET|',wrong number of arguments",
        "'*3|$3|GET|$1|k|$1|k|',wrong number of arguments",
        "'*2|$3|SET|$1|k|',wrong number of arguments",
        "'*3|$3|DEL|$1|k|$1|l|',wrong number of arguments",
        "'*2|$4|VDEL|$1|k|',wrong number of arguments",
        "'*1|$9|KEYNOTIFY|',wrong number of arguments",
        "'*4|$9|KEYNOTIFY|$1|k|$4|STOP|$4|STOP|',wrong number of arguments",
        "'*1|$4|SCAN|',wrong number of arguments",
        "'*2|$3|GET|$0||',the key length is zero",
        "'*3|$3|SET|$0||$1|v|',the key length is zero",
        "'*2|$3|DEL|$0||',the key length is zero",
        "'*3|$4|VDEL|$0||$1|v|',the key length is zero",
        "'*2|$9|KEYNOTIFY|$0||',the key length is zero",
        "'*3|$9|KEYNOTIFY|$1|k|$4|HALT|',syntax error",
        "'*4|$3|SET|$1|k|$1|v|$2|XX|',syntax error",
        "'*5|$3|SET|$1|k|$1|v|$2|NX|$2|NX|',syntax error",
        "'*5|$3|SET|$1|k|$1|v|$2|NX|$3|NEX|',syntax error",
        "'*5|$3|SET|$1|k|$1|v|$3|NEX|$1|w|',syntax error",
        "'*4|$3|SET|$1|k|$1|v|$2|PX|',syntax error",
        "'*5|$3|SET|$1|k|$1|v|$2|PX|$1|0|',syntax error",
        "'*5|$3|SET|$1|k|$1|v|$2|PX|$2|-5|',syntax error",
        "'*5|$3|SET|$1|k|$1|v|$2|PX|$2|1s|',syntax error",
        "'*5|$3|SET|$1|k|$1|v|$2|PX|$15|999999999999999|',syntax error",
        "'*7|$3|SET|$1|k|$1|v|$2|PX|$1|1|$2|PX|$1|1|',syntax error",
    })
    void whatIsWrongIsRefusedWithTheDocumentedText(String frame, String text) {
        assertThatThrownBy(() -> parse(frame.replace("|", "\r\n")))
                .isInstanceOfSatisfying(
                        StateStoreException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(StateStoreException.Reason.REQUEST))
                .hasMessage(text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.000000001S,1",
        "PT0.001S,1",
        "PT0.001000001S,2",
        "PT0.999S,999",
        "PT2400000H,8640000000000",
        "PT2400000H0.001S,8640000000000"
    })
    void anExpiryIsRoundedUpAndNoLongerThanTheLongest(Duration expiry, String milliseconds) {
        assertThat(set(expiry).encode().asUtf8()).endsWith("\r\n" + milliseconds + "\r\n");
    }

    @Test
    void theLongestDurationIsAnExpiryToo() {
        assertThat(set(Duration.ofSeconds(Long.MAX_VALUE)).encode().asUtf8()).endsWith("\r\n8640000000000\r\n");
    }

    @Test
    void anExpiryOfNothingIsRefusedBeforeItIsSent() {
        for (Duration nothing : new Duration[] {Duration.ZERO, Duration.ofMillis(-1)}) {
            assertThatThrownBy(() -> set(nothing).encode()).hasMessage("syntax error");
        }
    }

    private static StateStoreRequest set(Duration expiry) {
        return new StateStoreRequest.Set(Bytes.utf8("k"), Bytes.utf8("v"), Condition.ALWAYS, Optional.of(expiry));
    }
}
