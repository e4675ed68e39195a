package sampan.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import sampan.cli.flag.FlagParser;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.core.error.EngineException;

/** Where the Engine API is served. */
final class HostsTest {
    @Test
    void withoutBeingAskedItIsBesideTheFrontsSocket() throws Exception {
        DaemonOptions.Hosts hosts = hosts("{}", "--exec-root", "/x");
        assertThat(hosts.addresses()).extracting(Object::toString).containsExactly("unix:///x/sampan.sock");
        assertThat(hosts.named()).isFalse();
    }

    @Test
    void hostFlagsReplaceIt() throws Exception {
        DaemonOptions.Hosts hosts = hosts("{}", "-H", "unix:///a.sock", "--host=unix:///b.sock");
        assertThat(hosts.addresses()).extracting(Object::toString).containsExactly("unix:///a.sock", "unix:///b.sock");
        assertThat(hosts.named()).isTrue();
    }

    @Test
    void soDoesTheConfigurationFile() throws Exception {
        DaemonOptions.Hosts hosts = hosts("{\"hosts\": [\"unix:///c.sock\"]}");
        assertThat(hosts.addresses()).extracting(Object::toString).containsExactly("unix:///c.sock");
        assertThat(hosts.named()).isTrue();
    }

    @Test
    void bothAtOnceAreRefused() {
        assertThatThrownBy(() -> hosts("{\"hosts\": [\"unix:///c.sock\"]}", "-H", "unix:///a.sock"))
                .isInstanceOf(InvalidValue.class)
                .hasMessageContaining("both as a flag and in the configuration file: hosts");
    }

    @Test
    void whatIsNoAddressIsRefused() {
        assertThatThrownBy(() -> hosts("{}", "-H", "a/sock")).isInstanceOf(EngineException.InvalidArgument.class);
        for (String wrong : List.of("7", "\"unix:///c.sock\"", "[7]", "null")) {
            assertThatThrownBy(() -> hosts("{\"hosts\": " + wrong + "}")).isInstanceOf(InvalidValue.class);
        }
    }

    private static DaemonOptions.Hosts hosts(String file, String... words) throws Exception {
        ParsedFlags flags = FlagParser.parse(DaemonFlags.usage(), List.of(words));
        return DaemonOptions.of(new Settings(flags, ConfigFile.parse(file.getBytes(StandardCharsets.UTF_8), flags)))
                .hosts();
    }
}
