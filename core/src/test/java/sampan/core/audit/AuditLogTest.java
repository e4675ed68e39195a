package sampan.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.core.error.EngineException;
import sampan.core.policy.Asker;

final class AuditLogTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    @TempDir
    Path folder;

    private static Deed deed(String target) {
        return new Deed(
                Asker.local(1000, 100, List.of(), 42, "unix:///s"),
                Optional.of("ci"),
                "sampan rm",
                target,
                Optional.empty());
    }

    @Test
    void aLineIsALineWhateverIsInIt() throws IOException {
        Path file = folder.resolve("log");
        try (AuditLog log = AuditLog.open(file, CLOCK, 1 << 20)) {
            log.tell(deed("a\n{\"uid\":0}\r\u001b[2J\u009b\u2028\"\\"), Deed.Outcome.REFUSED, 403, "no");
        }
        assertThat(Files.readString(file))
                .isEqualTo(
                        "{\"time\":\"1970-01-01T00:00:00Z\",\"outcome\":\"refused\",\"uid\":1000,\"gid\":100,\"pid\":42,"
                                + "\"socket\":\"unix:///s\",\"rule\":\"ci\",\"operation\":\"sampan rm\",\"status\":403,"
                                + "\"target\":\"a\\n{\\\"uid\\\":0}\\r\\u001B[2J\\u009B\\u2028\\\"\\\\\",\"reason\":\"no\"}\n");
    }

    @Test
    void itIsBoundedAndForRootAlone() throws IOException {
        Path file = folder.resolve("log");
        for (int run = 0; run < 2; run++) {
            try (AuditLog log = AuditLog.open(file, CLOCK, 1000)) {
                for (int line = 0; line < 100; line++) {
                    log.tell(deed("x".repeat(2000)), Deed.Outcome.DONE, 0, "");
                }
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all)
                    .hasSize(9)
                    .allMatch(each -> each.getFileName().toString().matches("log(\\.[1-8])?"));
            for (Path each : all) {
                assertThat(Files.size(each)).isLessThan(1000);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void aLinkIsNotWrittenThrough() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "");
        Files.createSymbolicLink(folder.resolve("log"), victim);
        assertThatThrownBy(() -> AuditLog.open(folder.resolve("log"))).isInstanceOf(EngineException.SystemError.class);
        assertThat(victim).isEmptyFile();
    }
}
