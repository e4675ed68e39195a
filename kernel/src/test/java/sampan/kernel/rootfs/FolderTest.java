package sampan.kernel.rootfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.kernel.DescriptorLeaks;
import sampan.kernel.Fd;
import sampan.kernel.file.Chown;
import sampan.kernel.file.Directory;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Xattr;
import sampan.kernel.process.Credentials;

@ExtendWith(DescriptorLeaks.class)
class FolderTest {
    @TempDir
    Path host;

    private Path canary;
    private FileStatus canaryBefore;
    private Folder folder;

    @BeforeEach
    void openBesideACanary() throws IOException {
        canary = Files.writeString(host.resolve("canary"), "host");
        canaryBefore = Stat.of(canary);
        Path inside = Files.createDirectory(host.resolve("rootfs"));
        try (RootDirectory root = RootDirectory.open(inside)) {
            folder = root.folder(RootPath.root());
        }
    }

    @AfterEach
    void theCanaryIsAsItWas() throws IOException {
        folder.close();
        assertThat(canary).hasContent("host");
        assertThat(Stat.of(canary)).isEqualTo(canaryBefore);
    }

    private static byte[] name(String text) {
        return text.getBytes(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "/", "../canary", "a/b", "a\0b"})
    void namesThatLeadElsewhereAreRefusedByEveryOperationCve2021_29136(String bad) {
        byte[] name = name(bad);
        List<Operation> all = List.of(
                () -> folder.makeDirectory(name, 0755),
                () -> folder.makeNode(name, FileType.FIFO, 0644, 0),
                () -> folder.symlink(name, name("x")),
                () -> folder.link(name, folder, name("x")),
                () -> folder.link(name("x"), folder, name),
                () -> folder.createFile(name, 0644).close(),
                () -> folder.replaceFile(name, name("x"), Ownership.PARENT),
                () -> folder.remove(name),
                () -> folder.removeDirectory(name),
                () -> folder.removeTree(name),
                () -> folder.rename(name, folder, name("x")),
                () -> folder.rename(name("x"), folder, name),
                () -> folder.chmod(name, 0777),
                () -> folder.chown(name, 1, 1),
                () -> folder.setTimes(name, Instant.EPOCH, Instant.EPOCH),
                () -> folder.find(name),
                () -> folder.locate(name).close(),
                () -> folder.folder(name).close(),
                () -> folder.openRegular(name).close(),
                () -> folder.readlink(name));
        for (Operation operation : all) {
            assertThatThrownBy(operation::run).isInstanceOf(BadNameException.class);
        }
    }

    private interface Operation {
        void run() throws IOException;
    }

    @Test
    void aLinkIsNeverFollowedCve2021_32760() throws IOException {
        assumeTrue(Credentials.effectiveUid() == 0);
        byte[] link = name("link");
        folder.symlink(link, name("../canary"));
        folder.chown(link, 12, 13);
        folder.setTimes(link, Instant.EPOCH, Instant.ofEpochSecond(1, 234_567_891));
        assertThatThrownBy(() -> folder.chmod(link, 0777)).hasMessageEndingWith("= EOPNOTSUPP");
        assertThatThrownBy(() -> folder.createFile(link, 0644).close()).hasMessageEndingWith("= EEXIST");
        assertThatThrownBy(() -> folder.folder(link).close()).hasMessageEndingWith("= ENOTDIR");
        assertThatThrownBy(() -> folder.openRegular(link).close()).hasMessageContaining("but a symlink");
        FileStatus status = folder.find(link).orElseThrow();
        assertThat(status.isSymlink()).isTrue();
        assertThat(status.uid()).isEqualTo(12);
        assertThat(status.gid()).isEqualTo(13);
        assertThat(status.modified()).isEqualTo(Instant.ofEpochSecond(1, 234_567_891));
        assertThat(folder.readlink(link)).isEqualTo(name("../canary"));
        folder.link(name("second"), folder, link);
        assertThat(folder.find(name("second")).orElseThrow().sameFile(status)).isTrue();
        folder.replaceFile(link, name("mine"), new Ownership(0640, 1, 2));
        assertThat(folder.find(link).orElseThrow().isRegular()).isTrue();
        assertThat(folder.find(link).orElseThrow().mode()).isEqualTo(0640);
        assertThat(folder.list()).extracting(Directory.Entry::text).containsExactlyInAnyOrder("link", "second");
    }

    @Test
    void attributesOfALinkAreItsOwn() throws IOException {
        assumeTrue(Credentials.effectiveUid() == 0);
        folder.symlink(name("link"), name("../canary"));
        try (Fd link = folder.locate(name("link"))) {
            Xattr.set(link, "trusted.sampan", name("value"));
            assertThat(Xattr.get(link, "trusted.sampan")).hasValue(name("value"));
            assertThat(Xattr.list(link)).anySatisfy(n -> assertThat(n).isEqualTo(name("trusted.sampan")));
            Xattr.remove(link, name("trusted.sampan"));
            assertThat(Xattr.get(link, "trusted.sampan")).isEmpty();
        }
    }

    @Test
    void setIdBitsSurviveTheOwnersChangeInTheRightOrder() throws IOException {
        assumeTrue(Credentials.effectiveUid() == 0);
        folder.replaceFile(name("sudo"), name("x"), new Ownership(04755, 5, 6));
        assertThat(folder.find(name("sudo")).orElseThrow().mode()).isEqualTo(04755);
        folder.chmod(name("sudo"), 06711);
        assertThat(folder.find(name("sudo")).orElseThrow().mode()).isEqualTo(06711);
    }

    @Test
    void anIdThatDoesNotFitIsRefusedCve2024_40635() throws IOException {
        folder.createFile(name("x"), 0600).close();
        for (long id : new long[] {4294967295L, 4294967296L, -2, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> folder.chown(name("x"), id, Chown.UNCHANGED))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("not a user or group id: " + id);
        }
        assumeTrue(Credentials.effectiveUid() == 0);
        folder.chown(name("x"), 4294967294L, 2147483648L);
        assertThat(folder.find(name("x")).orElseThrow().uid()).isEqualTo(4294967294L);
        assertThat(folder.find(name("x")).orElseThrow().gid()).isEqualTo(2147483648L);
    }

    @Test
    void aFailedReplacementLeavesNoTemporaryFile() throws IOException {
        folder.makeDirectory(name("d"), 0755);
        assertThatThrownBy(() -> folder.replaceFile(name("d"), name("x"), Ownership.PARENT))
                .hasMessageEndingWith("= EISDIR");
        assertThat(folder.list()).singleElement().hasToString("d");
    }
}
