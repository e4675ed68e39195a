package sampan.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;

final class StoredFiltersTest {
    private static final String NAME = "0123";
    private static final byte[] PROGRAM = {6, 0, 0, 0, 0, 0, -1, 127};

    @TempDir
    Path folder;

    private Fd directory;
    private StoredFilters filters;

    @BeforeEach
    void open() throws IOException {
        directory = Open.open(folder, 0);
        filters = new StoredFilters(directory);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        filters.write(NAME, new StoredFilters.Compiled(PROGRAM, 4));

        StoredFilters.Compiled read = filters.read(NAME).orElseThrow();

        assertThat(read.instructions()).isEqualTo(PROGRAM);
        assertThat(read.flags()).isEqualTo(4);
        assertThat(filters.read("4567")).isEmpty();
    }

    @Test
    void aFileOfWhichAByteIsWrongIsNotThere() throws IOException {
        filters.write(NAME, new StoredFilters.Compiled(PROGRAM, 4));
        byte[] whole = Files.readAllBytes(folder.resolve(NAME));
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(folder.resolve(NAME), damaged);
            assertThat(filters.read(NAME)).as("byte " + i).isEmpty();
        }
    }

    @Test
    void aFileThatIsCutOffIsNotThere() throws IOException {
        filters.write(NAME, new StoredFilters.Compiled(PROGRAM, 4));
        byte[] whole = Files.readAllBytes(folder.resolve(NAME));
        for (int length = 0; length < whole.length; length++) {
            Files.write(folder.resolve(NAME), java.util.Arrays.copyOf(whole, length));
            assertThat(filters.read(NAME)).as(length + " bytes").isEmpty();
        }
    }

    @Test
    void aFileThatOthersMayWriteIsNotThere() throws IOException {
        filters.write(NAME, new StoredFilters.Compiled(PROGRAM, 4));
        Files.setPosixFilePermissions(folder.resolve(NAME), PosixFilePermissions.fromString("rw-rw-r--"));

        assertThat(filters.read(NAME)).isEmpty();
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        filters.write(NAME, new StoredFilters.Compiled(PROGRAM, 4));
        Files.move(folder.resolve(NAME), folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve(NAME), folder.resolve("elsewhere"));

        assertThat(filters.read(NAME)).isEmpty();
    }

    @Test
    void thereAreNeverMoreThanAFew() throws IOException {
        for (int i = 0; i < 200; i++) {
            filters.write("filter" + i, new StoredFilters.Compiled(PROGRAM, i));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.count()).isLessThanOrEqualTo(64);
        }
        assertThat(filters.read("filter199")).isPresent();
    }

    @Test
    void aBuildThatCannotBeToldFromOthersKeepsNone() {
        String built = System.clearProperty("sampan.built");
        try {
            assertThat(StoredFilters.name("builtin", Set.of())).isEmpty();
            System.setProperty("sampan.built", "2026-11-21T13:23:32Z");
            String name = StoredFilters.name("builtin", Set.of("CAP_KILL")).orElseThrow();
            assertThat(name)
                    .hasSize(64)
                    .isNotEqualTo(StoredFilters.name("builtin", Set.of()).orElseThrow());
            System.setProperty("sampan.built", "2026-11-21T13:23:33Z");
            assertThat(StoredFilters.name("builtin", Set.of("CAP_KILL")).orElseThrow())
                    .isNotEqualTo(name);
        } finally {
            System.clearProperty("sampan.built");
            if (built != null) {
                System.setProperty("sampan.built", built);
            }
        }
    }
}
