package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Logs that systemd's journal keeps: --log-driver journald. */
@ExtendWith(LeakCheck.class)
final class JournaldTest {
    private static final String FLAGS = "run --name noted --network none --label com.acme.tier=front -e _ZONE=eu"
            + " --log-driver journald --log-opt labels=com.acme.tier --log-opt env-regex=^_ZO";
    private static final String LINES =
            "heard() { until [ -e /gate/$1 ]; do sleep 0.05; done; }; echo hello; heard 1; echo oops >&2; heard 2;"
                    + " yes x | tr -d '\\n' | head -c 20000; echo";

    @TempDir
    Path folder;

    @Test
    void theJournalReadsTheFieldsThatDockerSets() throws Exception {
        Path socket = folder.resolve("journal");
        Sampan sampan = Sampan.fresh();
        try (sampan;
                LogListener journal = LogListener.datagrams(socket)) {
            List<String> words = new ArrayList<>(List.of(FLAGS.split(" ")));
            words.addAll(List.of("-v", folder + ":/gate", "localhost/busybox", "sh", "-c", LINES));
            ProcessBuilder run = sampan.command(words.toArray(String[]::new));
            run.environment().put("SAMPAN_JOURNAL_SOCKET", socket.toString());
            Process running = run.start();
            for (int i = 1; i <= 2; i++) { // What comes by two streams has no order of its own.
                int heard = i;
                await().until(() -> journal.messages().size() == heard);
                Files.createFile(folder.resolve(String.valueOf(i)));
            }
            assertThat(running.waitFor()).isZero();
            await().until(() -> journal.messages().size() == 4);
            List<Map<String, String>> entries =
                    journal.messages().stream().map(JournaldTest::fields).toList();
            isWhole(entries.get(0), sampan.run("ps", "-aq", "--no-trunc").line());
            assertThat(entries.get(1))
                    .containsEntry("MESSAGE", "oops")
                    .containsEntry("PRIORITY", "3")
                    .containsEntry("CONTAINER_LOG_ORDINAL", "2")
                    .containsEntry("CONTAINER_LOG_EPOCH", entries.get(0).get("CONTAINER_LOG_EPOCH"));
            assertThat(entries.get(2))
                    .containsEntry("CONTAINER_PARTIAL_MESSAGE", "true")
                    .containsEntry("CONTAINER_PARTIAL_ORDINAL", "1")
                    .containsEntry("CONTAINER_PARTIAL_LAST", "false");
            assertThat(entries.get(3))
                    .containsEntry("CONTAINER_PARTIAL_LAST", "true")
                    .doesNotContainKey("CONTAINER_PARTIAL_MESSAGE");
        }
    }

    private static void isWhole(Map<String, String> entry, String id) {
        assertThat(entry)
                .containsEntry("MESSAGE", "hello")
                .containsEntry("PRIORITY", "6")
                .containsEntry("CONTAINER_ID", id.substring(0, 12))
                .containsEntry("CONTAINER_ID_FULL", id)
                .containsEntry("CONTAINER_NAME", "noted")
                .containsEntry("CONTAINER_TAG", id.substring(0, 12))
                .containsEntry("SYSLOG_IDENTIFIER", id.substring(0, 12))
                .containsEntry("IMAGE_NAME", "localhost/busybox")
                .containsEntry("COM_ACME_TIER", "front")
                .containsEntry("ZONE", "eu")
                .containsEntry("CONTAINER_LOG_ORDINAL", "1")
                .containsKeys("CONTAINER_LOG_EPOCH", "SYSLOG_TIMESTAMP")
                .doesNotContainKey("CONTAINER_PARTIAL_MESSAGE");
    }

    /** Of the journal's native protocol. */
    private static Map<String, String> fields(String datagram) {
        Map<String, String> fields = new TreeMap<>();
        int at = 0;
        while (at < datagram.length()) {
            int name = datagram.indexOf('\n', at);
            int length = 0;
            for (int i = 8; i > 0; i--) {
                length = (length << 8) | datagram.charAt(name + i);
            }
            int value = name + 9;
            fields.put(datagram.substring(at, name), datagram.substring(value, value + length));
            at = value + length + 1;
        }
        return fields;
    }
}
