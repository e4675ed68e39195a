package sampan.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
    @ParameterizedTest
    @CsvSource({
        "KILL, 9",
        "SIGKILL, 9",
        "9, 9",
        "sigkill, 9",
        "kill, 9",
        "term, 15",
        "09, 9",
        "CLD, 17",
        "IOT, 6",
        "SIGPOLL, 29",
        "RTMIN, 34",
        "SIGRTMIN+3, 37",
        "rtmin+15, 49",
        "RTMAX-14, 50",
        "SIGRTMAX, 64",
        "64, 64",
        "WINCH, 28"
    })
    void isParsedByDockersRules(String text, int number) {
        assertThat(Signal.parse(text)).hasValue(new Signal(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "65",
                "32",
                "33",
                "999999999999",
                "SIG",
                "SIGSIGKILL",
                "FOO",
                "RTMIN+16",
                "RTMAX-15",
                "RTMIN+",
                "9 ",
                "+9",
                "0x9",
                "٩"
            })
    void whatIsNoneIsRefused(String text) {
        assertThat(Signal.parse(text)).isEmpty();
    }

    @Test
    void namesAreThoseOfTheShell() throws Exception {
        Process list = new ProcessBuilder("bash", "-c", "kill -l 2>/dev/null").start();
        String text = new String(list.getInputStream().readAllBytes());
        List<String> words = List.of(text.trim().split("\\s+"));
        for (int i = 0; i + 1 < words.size(); i += 2) {
            int number = Integer.parseInt(words.get(i).replace(")", ""));
            assertThat(new Signal(number).name()).isEqualTo(words.get(i + 1));
            assertThat(Signal.parse(words.get(i + 1))).hasValue(new Signal(number));
        }
        assertThat(words).hasSize(124);
    }

    @Test
    void aGroupIsNeverEverybody() {
        assertThatThrownBy(() -> Kill.group(1, Signal.TERM)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Kill.group(0, Signal.TERM)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Kill.process(-1, Signal.TERM)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Kill.process(1 << 30, Signal.TERM)).hasMessage("kill(1073741824, SIGTERM) = ESRCH");
        assertThatThrownBy(() -> Pidfd.open(-7)).hasMessage("pidfd_open(-7, 0) = EINVAL");
    }

    @Test
    void limitsAreThoseTheShellSees() throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("bash", "-c", "ulimit -Hn").start();
        String hard = new String(shell.getInputStream().readAllBytes()).trim();
        assertThat(Long.toUnsignedString(Rlimit.NOFILE.get().hard())).isEqualTo(hard);
        assertThat(Rlimit.NOFILE.of(Credentials.pid())).isEqualTo(Rlimit.NOFILE.get());
        assertThat(Rlimit.parse("nofile")).hasValue(Rlimit.NOFILE);
        assertThat(Rlimit.parse("RLIMIT_RTTIME")).hasValue(Rlimit.RTTIME);
        assertThat(Rlimit.parse("files")).isEmpty();
        assertThat(Rlimit.RTTIME.number()).isEqualTo(15);
    }

    @Test
    void theHostIsAsItsFilesSay() throws IOException {
        Host host = Host.read();
        assertThat(host.release()).isEqualTo(Host.kernelRelease()).isEqualTo(System.getProperty("os.version"));
        assertThat(host.atLeast(5, 10)).isTrue();
        assertThat(host.atLeast(99, 0)).isFalse();
        assertThat(host.bootId()).matches("[0-9a-f-]{36}");
        assertThat(host.lastCapability()).isGreaterThanOrEqualTo(40);
        assertThat(host.memory()).isGreaterThan(1L << 28);
        assertThat(host.processors()).isPositive();
    }
}
