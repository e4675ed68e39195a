package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a container of the runtime's is given beside its file system: 0, 1, 2, and what is told of it while it runs. */
final class RuntimeStreamsTest extends RuntimeTest {
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

    @Test
    void eventsTellOfMemoryThatIsShort() throws IOException, InterruptedException {
        bundle.config(
                "\"terminal\": false",
                "\"resources\": {\"memory\": {\"limit\": 16777216}},",
                "sh",
                "-c",
                "while :; do cat /bin/busybox /bin/busybox /bin/busybox > /big; cat /big /big /big /big /big > /bigger; done");
        bundle.run("run", "-d", "c").succeeds();
        Path out = bundle.folder().resolve("events");
        Process events = bundle.command(List.of(), "events", "--interval", "200ms", "c")
                .redirectOutput(out.toFile())
                .start();
        await().untilAsserted(() -> assertThat(out)
                .content()
                .contains("{\"type\":\"pressure\",\"id\":\"c\",\"data\":{\"memory\":\"")
                .contains("{\"type\":\"stats\",\"id\":\"c\",\"data\":"));
        bundle.run("delete", "-f", "c").succeeds();
        assertThat(Patience.ends(events)).isTrue();
        assertThat(events.exitValue()).isZero();
    }
}
