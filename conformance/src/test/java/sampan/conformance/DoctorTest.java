package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@code doctor} finds on this host. */
final class DoctorTest extends EngineTest {
    @Test
    void aHostThatRunsContainersIsSoundAndEachLackHasItsLine() {
        String out = sampan().run("doctor").succeeds().out();
        assertThat(out)
                .startsWith("FEATURE ")
                .contains("openat2")
                .contains("seccomp")
                .contains("cgroup memory");
        sampan().run("doctor", "--format", "{{.State}}|{{.Mend}}")
                .succeeds()
                .out()
                .lines()
                .forEach(line -> assertThat(line).matches("ok\\||missing\\|.+"));
    }

    @Test
    void jsonHasOneObjectALine() {
        assertThat(sampan().run("doctor", "--format", "json").succeeds().out().lines())
                .allMatch(line -> line.startsWith("{\"Feature\":\"") && line.endsWith("\"}"));
        assertThat(sampan().run("doctor", "extra").code()).isOne();
    }
}
