package dev.leat.component.model.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaNamesTest {

    @ParameterizedTest
    @CsvSource({
        "user-properties, userProperties, UserProperties, USER_PROPERTIES",
        "a, a, A, A",
        "not-found, notFound, NotFound, NOT_FOUND",
        "HTTP-get, httpGet, HttpGet, HTTP_GET",
        "x-1-y, x1Y, X1Y, X_1_Y",
        "i, i, I, I"
    })
    void wordsBecomeJavaNames(String wit, String camel, String pascal, String constant) {
        assertThat(JavaNames.camel(wit)).isEqualTo(camel);
        assertThat(JavaNames.pascal(wit)).isEqualTo(pascal);
        assertThat(JavaNames.constant(wit)).isEqualTo(constant);
    }
}
