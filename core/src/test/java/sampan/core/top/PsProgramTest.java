package sampan.core.top;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import sampan.core.error.EngineException;

final class PsProgramTest {
    @Test
    void anArgumentThatNoProgramCanHaveIsTheCallersMistake() {
        assertThatThrownBy(() -> PsProgram.run(List.of("-o", "pid\0")))
                .isInstanceOf(EngineException.InvalidArgument.class);
    }
}
