package sampan.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sampan.core.container.state.Owner;
import sampan.core.error.EngineException;

final class AccessTest {
    private static final Owner OWN = new Owner("uid 1000", null);
    private static final Owner OTHER = new Owner("uid 0", null);

    private static Access access(boolean all, boolean changes) {
        Grant grant = new Grant(false, all, false, false, List.of(), List.of(), List.of(), List.of());
        return new Access(new Rights(Optional.of("ci"), "uid 1000", grant), changes);
    }

    @Test
    void whoSeesAllChangesOnlyTheirOwn() {
        assertThat(access(true, false).lists(OTHER)).isTrue();
        assertThat(access(true, true).lists(OTHER)).isFalse();
        assertThat(access(true, true).lists(OWN)).isTrue();
        assertThatThrownBy(() -> access(true, true).check(OTHER)).isInstanceOf(EngineException.Forbidden.class);
        assertThatCode(() -> access(true, true).check(OWN)).doesNotThrowAnyException();
    }

    @Test
    void othersAndThoseOfNobodyAreNotThereForWhoSeesTheirOwn() {
        assertThat(access(false, false).finds(OTHER)).isFalse();
        assertThat(access(false, false).finds(null)).isFalse();
        assertThat(access(false, false).finds(OWN)).isTrue();
        assertThat(Access.ALL.lists(null)).isTrue();
    }
}
