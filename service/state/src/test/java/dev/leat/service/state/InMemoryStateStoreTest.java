package dev.leat.service.state;

import static dev.leat.operator.service.StateStore.DEFAULT_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore.SetOptions;
import dev.leat.service.state.protocol.Refusal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryStateStoreTest extends StateStoreContract {

    @Test
    void memoryHasABoundAndWhatIsDeletedMakesRoom() {
        Bytes large = Bytes.of(new byte[900]);
        try (EmbeddedStateStore store = EmbeddedStateStore.inMemory(new StateStoreLimits(100, 1_000, 2, 2_500))) {
            store.set(Bytes.utf8("a"), large, SetOptions.DEFAULT, DEFAULT_TIMEOUT);
            store.set(Bytes.utf8("b"), large, SetOptions.DEFAULT, DEFAULT_TIMEOUT);
            store.set(Bytes.utf8("b"), large, SetOptions.DEFAULT, DEFAULT_TIMEOUT);
            assertThatThrownBy(() -> store.set(Bytes.utf8("c"), large, SetOptions.DEFAULT, DEFAULT_TIMEOUT))
                    .hasMessage(Refusal.QUOTA_EXCEEDED.text());
            store.delete(Bytes.utf8("a"), Optional.empty(), DEFAULT_TIMEOUT);
            assertThat(store.set(Bytes.utf8("c"), large, SetOptions.DEFAULT, DEFAULT_TIMEOUT)
                            .applied())
                    .isTrue();
        }
    }
}
