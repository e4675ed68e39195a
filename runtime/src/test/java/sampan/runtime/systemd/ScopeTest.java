package sampan.runtime.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScopeTest {
    @ParameterizedTest
    @CsvSource({
        "system.slice:docker:1234, /system.slice/docker-1234.scope",
        ":docker:1234, /system.slice/docker-1234.scope",
        "a.slice::name, /a.slice/name.scope",
        "a-b-c.slice:p:n, /a.slice/a-b.slice/a-b-c.slice/p-n.scope",
        "-.slice:p:n, /p-n.scope"
    })
    void aSliceIsInTheSlicesItsNameBeginsWith(String asked, String path) {
        assertThat(Scope.parse(asked).path()).hasToString(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a/b", "a.slice:b", "a.slice:b:c:d"})
    void threePartsAreExpected(String asked) {
        assertThatThrownBy(() -> Scope.parse(asked))
                .hasMessage("expected cgroupsPath to be of format \"slice:prefix:name\" for systemd cgroups, got \""
                        + asked + "\" instead");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"slice", ".slice", "-a.slice", "a-.slice", "a--b.slice", "a/b.slice", "../a.slice", "a b.slice"})
    void whatIsNoSliceIsRefused(String slice) {
        assertThat(Scope.isSlice(slice)).isFalse();
        assertThatThrownBy(() -> Scope.parse(slice + ":p:n")).hasMessage("invalid slice name: " + slice);
    }

    @Test
    void aNameCannotLeaveItsSlice() {
        assertThatThrownBy(() -> Scope.parse("a.slice:p:../n")).hasMessage("invalid unit name: p-../n.scope");
        assertThatThrownBy(() -> Scope.parse("a.slice::" + "n".repeat(250)))
                .hasMessageStartingWith("invalid unit name");
    }
}
