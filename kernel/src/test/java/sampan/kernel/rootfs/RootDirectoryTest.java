package sampan.kernel.rootfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import sampan.kernel.SyscallException;
import sampan.kernel.file.Devices;
import sampan.kernel.file.FileType;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Truncate;
import sampan.kernel.process.Credentials;

@ExtendWith(DescriptorLeaks.class)
class RootDirectoryTest {
    @TempDir
    Path host;

    private Path inside;
    private Path canary;
    private RootDirectory root;

    @BeforeEach
    void makeRootBesideACanary() throws IOException {
        inside = Files.createDirectory(host.resolve("rootfs"));
        canary = Files.createDirectory(host.resolve("canary"));
        Files.writeString(canary.resolve("passwd"), "host");
        root = RootDirectory.open(inside);
    }

    @AfterEach
    void theCanaryIsAsItWas() throws IOException {
        root.close();
        try (var names = Files.list(canary)) {
            assertThat(names).containsExactly(canary.resolve("passwd"));
        }
        assertThat(canary.resolve("passwd")).hasContent("host");
    }

    private static RootPath path(String text) throws IOException {
        return RootPath.of(text);
    }

    private static byte[] name(String text) {
        return text.getBytes(UTF_8);
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(inside.resolve(name), Path.of(target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "absolute/passwd",
                "relative/passwd",
                "chain/passwd",
                "absolute-file",
                "dotdot-file",
                "../canary/passwd"
            })
    void linksToTheHostLeadInsideOrNowhere(String name) throws IOException {
        link("absolute", canary.toString());
        link("relative", "../canary");
        link("chain", "/a/../relative");
        link("absolute-file", canary.resolve("passwd").toString());
        link("dotdot-file", "../../../../../../../../../.." + canary.resolve("passwd"));
        assertThat(root.find(path(name))).isEmpty();
        assertThat(root.findSmallFile(path(name), 100)).isEmpty();
        assertThatThrownBy(() -> root.open(path(name), OpenFlags.O_WRONLY | OpenFlags.O_TRUNC, 0))
                .isInstanceOf(SyscallException.class);
    }

    @Test
    void anAbsoluteLinkResolvesInside() throws IOException {
        Files.createDirectories(inside.resolve("real/etc"));
        Files.writeString(inside.resolve("real/etc/passwd"), "image");
        link("etc", "/real/etc");
        assertThat(root.readSmallFile(path("/etc/passwd"), 100)).isEqualTo(name("image"));
    }

    @Test
    void aMagicLinkIsRefused() throws IOException {
        Files.createDirectory(inside.resolve("proc"));
        try (RootDirectory proc = RootDirectory.open(Path.of("/proc"))) {
            for (String magic : List.of("self/root", "self/cwd", "self/exe", "thread-self/fd/0")) {
                assertThatThrownBy(() -> proc.locate(path(magic)).close()).hasMessageEndingWith("= ELOOP");
            }
        }
    }

    @Test
    void theRootItselfMustNotBeALinkCve2026_48749() throws IOException {
        Files.createSymbolicLink(host.resolve("rootfs-link"), canary);
        assertThatThrownBy(() -> RootDirectory.open(host.resolve("rootfs-link")).close())
                .hasMessageEndingWith("= ENOTDIR");
    }

    @Test
    void aPasswdThatIsAFifoIsAnErrorAtOnceCve2026_47262() throws IOException {
        try (Folder top = root.folder(RootPath.root())) {
            top.makeNode(name("passwd"), FileType.FIFO, 0644, 0);
        }
        refusedAtOnce("is not a regular file but a fifo");
        assertThatThrownBy(() -> root.openRegular(path("passwd")).close()).hasMessageContaining("a fifo");
    }

    @Test
    void aPasswdThatIsADeviceIsAnErrorAtOnceCve2026_47262() throws IOException {
        assumeTrue(Credentials.effectiveUid() == 0);
        try (Folder top = root.folder(RootPath.root())) {
            top.makeNode(name("zero"), FileType.CHARACTER_DEVICE, 0666, Devices.makedev(1, 5));
        }
        link("passwd", "/zero");
        refusedAtOnce("is not a regular file but a character device");
    }

    @Test
    void aPasswdThatLinksToTheHostsEndlessDeviceIsNotThereCve2026_47262() throws IOException {
        link("passwd", "/dev/zero");
        assertThat(root.findSmallFile(path("passwd"), 100)).isEmpty();
    }

    @Test
    void aPasswdOfFourGibibytesIsAnErrorAtOnceCve2026_47262() throws IOException {
        try (Fd file = root.open(path("passwd"), OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0644)) {
            Truncate.of(file, 4L << 30);
        }
        refusedAtOnce("is larger than 1048576 bytes");
    }

    @Test
    void aPasswdThatIsADirectoryIsAnError() throws IOException {
        Files.createDirectory(inside.resolve("passwd"));
        refusedAtOnce("is not a regular file but a directory");
    }

    private void refusedAtOnce(String why) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThatThrownBy(() -> root.readSmallFile(path("passwd"), 1 << 20))
                        .hasMessage("/passwd " + why));
    }

    @Test
    void missingParentsAreMadeWithTheirModeAndOwner() throws IOException {
        assumeTrue(Credentials.effectiveUid() == 0);
        try (Folder folder = root.makeFolder(path("a/b/c"), new Ownership(0777, 7, 8))) {
            folder.createFile(name("x"), 0600).close();
        }
        for (String made : List.of("a", "a/b", "a/b/c")) {
            var status = root.find(path(made)).orElseThrow();
            assertThat(status.mode()).isEqualTo(0777);
            assertThat(status.uid()).isEqualTo(7);
            assertThat(status.gid()).isEqualTo(8);
        }
        assertThat(inside.resolve("a/b/c/x")).exists();
        root.makeFolder(path("a/b"), Ownership.PARENT).close();
        assertThat(root.find(path("a/b")).orElseThrow().mode()).isEqualTo(0777);
    }

    @Test
    void aParentThatIsALinkIsMadeWhereItLeadsInsideCve2024_45310() throws IOException {
        link("abs", canary + "/new");
        link("rel", "../../canary/other");
        link("dot", "./x/../y");
        root.makeFolder(path("abs/d"), Ownership.PARENT).close();
        root.makeFolder(path("rel/d"), Ownership.PARENT).close();
        root.makeFolder(path("dot/d"), Ownership.PARENT).close();
        assertThat(inside.resolve(canary.toString().substring(1)).resolve("new/d"))
                .isDirectory();
        assertThat(inside.resolve("canary/other/d")).isDirectory();
        assertThat(inside.resolve("x")).isDirectory();
        assertThat(inside.resolve("y/d")).isDirectory();
    }

    @Test
    void linksInACircleEnd() throws IOException {
        link("a", "b");
        link("b", "a");
        assertThatThrownBy(() -> root.makeFolder(path("a/x"), Ownership.PARENT)).hasMessageEndingWith("= ELOOP");
        assertThatThrownBy(() -> root.find(path("a"))).hasMessageEndingWith("= ELOOP");
    }

    @Test
    void aFileAmongTheParentsIsAnError() throws IOException {
        Files.writeString(inside.resolve("file"), "");
        assertThatThrownBy(() -> root.makeFolder(path("file/x"), Ownership.PARENT))
                .hasMessageEndingWith("= ENOTDIR");
    }

    @Test
    void theRootNeedsNoMaking() throws IOException {
        try (Folder top = root.makeParent(path("x"), Ownership.PARENT)) {
            assertThat(top.list()).isEmpty();
        }
    }

    @Test
    void aLinkItselfIsFoundOrWhatItLeadsTo() throws IOException {
        Files.writeString(inside.resolve("file"), "12345");
        link("link", "/file");
        assertThat(root.findLink(path("link")).orElseThrow().type()).isEqualTo(FileType.SYMLINK);
        assertThat(root.find(path("link")).orElseThrow().size()).isEqualTo(5);
        assertThat(root.find(path("file/below"))).isEmpty();
    }

    @Test
    void aWalkSeesEverythingInOrderAndFollowsNothing() throws IOException {
        Files.createDirectories(inside.resolve("b/d"));
        Files.writeString(inside.resolve("b/c"), "");
        Files.writeString(inside.resolve("a"), "");
        Files.createDirectories(inside.resolve("skip/not"));
        link("z", canary.toString());
        List<String> seen = new ArrayList<>();
        root.walk(place -> {
            seen.add(place.path() + " " + place.status().type());
            assertThat(place.folder().find(place.name())).isPresent();
            return !place.path().toString().equals("/skip");
        });
        assertThat(seen)
                .containsExactly(
                        "/a REGULAR",
                        "/b DIRECTORY",
                        "/b/c REGULAR",
                        "/b/d DIRECTORY",
                        "/skip DIRECTORY",
                        "/z SYMLINK");
    }

    @Test
    void removingFollowsNoLink() throws IOException {
        Files.createDirectories(inside.resolve("a/b"));
        link("a/b/out", canary.toString());
        link("a/out", canary.resolve("passwd").toString());
        link("top", canary.toString());
        root.removeAll(path("a"));
        root.removeAll(path("top"));
        root.removeAll(path("never/there"));
        try (Folder top = root.folder(RootPath.root())) {
            assertThat(top.list()).isEmpty();
        }
    }

    @Test
    void removingTheRootEmptiesIt() throws IOException {
        Files.createDirectories(inside.resolve("a/b"));
        Files.writeString(inside.resolve("f"), "");
        root.removeAll(path("/"));
        assertThat(inside).isEmptyDirectory();
    }

    @Test
    void whatIsReadIsWhatIsThere() throws IOException {
        Files.writeString(inside.resolve("f"), "content");
        try (Fd file = root.openRegular(path("f"))) {
            assertThat(Read.all(file, 100)).isEqualTo(name("content"));
        }
    }
}
