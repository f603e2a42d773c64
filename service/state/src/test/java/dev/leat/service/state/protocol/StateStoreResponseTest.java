package dev.leat.service.state.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore.Page;
import dev.leat.operator.service.StateStoreException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateStoreResponseTest {

    private static StateStoreResponse parse(String frame) {
        return StateStoreResponse.parse(Bytes.utf8(frame));
    }

    @Test
    void everyFormOfEveryResponseIsRead() {
        assertThat(parse("+OK\r\n")).isEqualTo(new StateStoreResponse.Ok());
        assertThat(parse(":-1\r\n")).isEqualTo(new StateStoreResponse.Count(-1));
        assertThat(parse("-1\r\n")).isEqualTo(new StateStoreResponse.Count(-1));
        assertThat(parse(":0\r\n")).isEqualTo(new StateStoreResponse.Count(0));
        assertThat(parse(":1\r\n")).isEqualTo(new StateStoreResponse.Count(1));
        assertThat(parse("$4\r\n1234\r\n")).isEqualTo(new StateStoreResponse.Value(Bytes.utf8("1234")));
        assertThat(parse("$0\r\n\r\n")).isEqualTo(new StateStoreResponse.Value(Bytes.EMPTY));
        assertThat(parse("$-1\r\n")).isEqualTo(new StateStoreResponse.Absent());
        assertThat(parse("_\r\n")).isEqualTo(new StateStoreResponse.Absent());
        assertThat(parse("-ERR syntax error\r\n")).isEqualTo(new StateStoreResponse.Refused("syntax error"));
        assertThat(parse("-ERR: syntax error\r\n")).isEqualTo(new StateStoreResponse.Refused("syntax error"));
        assertThat(parse("-BUSY later\r\n")).isEqualTo(new StateStoreResponse.Refused("BUSY later"));
        assertThat(parse("*2\r\n$0\r\n\r\n*1\r\n$1\r\nk\r\n"))
                .isEqualTo(new StateStoreResponse.Keys(new Page(List.of(Bytes.utf8("k")), Optional.empty())));
    }

    @Test
    void responsesAreWrittenAsDocumented() {
        assertThat(new StateStoreResponse.Ok().encode().asUtf8()).isEqualTo("+OK\r\n");
        assertThat(new StateStoreResponse.Count(-1).encode().asUtf8()).isEqualTo(":-1\r\n");
        assertThat(new StateStoreResponse.Absent().encode().asUtf8()).isEqualTo("$-1\r\n");
        assertThat(new StateStoreResponse.Value(Bytes.utf8("1234")).encode().asUtf8())
                .isEqualTo("$4\r\n1234\r\n");
        assertThat(new StateStoreResponse.Refused("two\r\nlines").encode().asUtf8())
                .isEqualTo("-ERR two  lines\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "OK",
                "+OK",
                "+YES\r\n",
                ":\r\n",
                ":x\r\n",
                "$5\r\n1234\r\n",
                "+OK\r\n+OK\r\n",
                "_x\r\n",
                "*1\r\n"
            })
    void whatIsNoResponseIsAProtocolError(String frame) {
        assertThatThrownBy(() -> parse(frame))
                .isInstanceOfSatisfying(
                        StateStoreException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(StateStoreException.Reason.PROTOCOL));
    }

    @Test
    void notificationsAreReadInBothForms() {
        assertThat(StateStoreNotification.parse(
                        Bytes.utf8("*4\r\n$6\r\nNOTIFY\r\n$3\r\nSET\r\n$5\r\nVALUE\r\n$3\r\nabc\r\n")))
                .isEqualTo(new StateStoreNotification(Optional.of(Bytes.utf8("abc"))));
        for (String deleted : List.of("$6\r\nDELETE", "$3\r\nDEL", "$3\r\ndel")) {
            assertThat(StateStoreNotification.parse(Bytes.utf8("*2\r\n$6\r\nNOTIFY\r\n" + deleted + "\r\n")))
                    .isEqualTo(new StateStoreNotification(Optional.empty()));
        }
        assertThat(new StateStoreNotification(Optional.empty()).encode().asUtf8())
                .isEqualTo("*2\r\n$6\r\nNOTIFY\r\n$6\r\nDELETE\r\n");
        assertThatThrownBy(() -> StateStoreNotification.parse(Bytes.utf8("*2\r\n$6\r\nNOTIFY\r\n$3\r\nSET\r\n")))
                .isInstanceOf(StateStoreException.class);
    }

    @Test
    void topicsAreWhatTheProtocolSays() {
        assertThat(StateStoreTopics.notification("client-1", Bytes.utf8("k\u00fc")))
                .isEqualTo("clients/statestore/v1/FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8/636C69656E742D31/command/notify/"
                        + "6BC3BC");
        assertThat(StateStoreTopics.response("c"))
                .isEqualTo(
                        "clients/c/services/statestore/v1/FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8/command/invoke/response");
        assertThat(StateStoreTopics.isResponseTopic(StateStoreTopics.response("c")))
                .isTrue();
        assertThat(StateStoreTopics.isResponseTopic(StateStoreTopics.REQUEST)).isFalse();
        assertThat(StateStoreTopics.isResponseTopic(StateStoreTopics.notification("c", Bytes.utf8("k"))))
                .isFalse();
        assertThat(StateStoreTopics.isResponseTopic("a/#")).isFalse();
        assertThat(StateStoreTopics.keyOf("clients/other")).isEmpty();
        assertThat(StateStoreTopics.keyOf(StateStoreTopics.notification("c", Bytes.EMPTY) + "6x"))
                .isEmpty();
    }
}
