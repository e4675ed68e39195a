package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a container of the runtime's is given beside its file system: 0, 1, 2, and sockets of whoever supervises it. */
final class RuntimeStreamsTest extends EngineTest {
    private RuntimeBundle bundle;

    @BeforeEach
    void makeBundle() throws IOException {
        sampan().run("version").succeeds();
        bundle = new RuntimeBundle(sampan().execRoot());
    }

    @AfterEach
    void removeBundle() throws IOException {
        bundle.close();
    }

    @Test
    void theHostsNullDeviceStaysTheHosts() throws IOException {
        Object owner = Files.getAttribute(Path.of("/dev/null"), "unix:uid");
        bundle.config("\"terminal\": false", "", "sh", "-c", "echo > /dev/null; sleep 100");
        Path config = bundle.folder().resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"uid\": 0", "\"uid\": 7"));
        bundle.run("run", "-d", "c").succeeds();
        bundle.run("exec", "--user", "9", "c", "true").succeeds();
        assertThat(Files.getAttribute(Path.of("/dev/null"), "unix:uid")).isEqualTo(owner);
        assertThat(bundle.run("exec", "c", "sh", "-c", "test /proc/1/fd/0 -ef /dev/null && echo own")
                        .out())
                .isEqualTo("own\n");
    }
}
