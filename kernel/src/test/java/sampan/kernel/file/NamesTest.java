package sampan.kernel.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.DescriptorLeaks;
import sampan.kernel.Fd;
import sampan.kernel.process.Credentials;

@ExtendWith(DescriptorLeaks.class)
class NamesTest {
    @TempDir
    Path folder;

    private Fd directory;

    @BeforeEach
    void open() throws IOException {
        directory = Open.open(folder, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private static byte[] name(String text) {
        return text.getBytes(UTF_8);
    }

    private void create(String name) throws IOException {
        Open.at(directory, name, OpenFlags.O_WRONLY | OpenFlags.O_CREAT, 0644).close();
    }

    @Test
    void aStatusTellsWhatTheFileIs() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "12345");
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_456_789)));
        Files.createLink(folder.resolve("g"), file);
        FileStatus status = Stat.at(directory, "f");
        assertThat(status.type()).isEqualTo(FileType.REGULAR);
        assertThat(status.size()).isEqualTo(5);
        assertThat(status.links()).isEqualTo(2);
        assertThat(status.uid()).isEqualTo(Credentials.effectiveUid());
        assertThat(status.modified()).isEqualTo(Instant.ofEpochSecond(1_000_000_000, 123_456_789));
        assertThat(status.inode()).isEqualTo(((Number) Files.getAttribute(file, "unix:ino")).longValue());
        assertThat(status.device()).isEqualTo(((Number) Files.getAttribute(file, "unix:dev")).longValue());
        assertThat(status.mountRoot()).isFalse();
        assertThat(Stat.of(Path.of("/proc")).mountRoot()).isTrue();
        assertThat(Stat.of(file)).isEqualTo(status);
        assertThat(Stat.find(directory, name("none"))).isEmpty();
        FileStatus nothing = Stat.of(Path.of("/dev/null"));
        assertThat(nothing.type()).isEqualTo(FileType.CHARACTER_DEVICE);
        assertThat(Devices.major(nothing.special())).isEqualTo(1);
        assertThat(Devices.minor(nothing.special())).isEqualTo(3);
    }

    @Test
    void deviceNumbersAreSpreadAsInC() {
        assertThat(Devices.makedev(8, 1)).isEqualTo(0x801);
        for (long[] pair : new long[][] {{0, 0}, {4095, 1048575}, {259, 300}, {1, 256}, {0xffffffffL, 0xffffffffL}}) {
            long device = Devices.makedev(pair[0], pair[1]);
            assertThat(Devices.major(device)).isEqualTo(pair[0]);
            assertThat(Devices.minor(device)).isEqualTo(pair[1]);
        }
    }

    @Test
    void aListingHasEveryNameOnce() throws IOException {
        for (int i = 0; i < 3000; i++) {
            create("file-with-a-rather-long-name-" + i);
        }
        Mkdir.at(directory, "sub", 0755);
        for (int round = 0; round < 2; round++) {
            assertThat(Directory.list(directory)).hasSize(3001);
        }
        assertThat(Directory.list(directory))
                .filteredOn(e -> e.text().equals("sub"))
                .singleElement()
                .satisfies(e -> assertThat(e.type()).isEqualTo(FileType.DIRECTORY));
        Directory.forEach(directory, entry -> {
            if (entry.type() == FileType.REGULAR) {
                Unlink.at(directory, entry.name());
            }
        });
        assertThat(Directory.list(directory)).singleElement().hasToString("sub");
    }

    @Test
    void linksAreMadeReadAndRemoved() throws IOException {
        Symlink.at(name("tar\377get"), directory, name("link"));
        assertThat(Readlink.at(directory, name("link"))).isEqualTo(name("tar\377get"));
        assertThat(Readlink.of(folder.resolve("link"))).isEqualTo(name("tar\377get"));
        create("a");
        Link.at(directory, name("a"), directory, name("b"));
        assertThat(Stat.at(directory, "a").sameFile(Stat.at(directory, "b"))).isTrue();
        Rename.replace(directory, "b", "c");
        assertThatThrownBy(() -> Rename.keep(directory, name("a"), directory, name("link")))
                .hasMessageContaining("renameat2(")
                .hasMessageEndingWith("= EEXIST");
        Rename.exchange(directory, name("a"), directory, name("link"));
        assertThat(Stat.at(directory, "a").isSymlink()).isTrue();
        Unlink.at(directory, "a");
        assertThatThrownBy(() -> Unlink.at(directory, "a")).hasMessageEndingWith("\"a\", 0) = ENOENT");
    }

    @Test
    void aFileWithoutANameGetsOneWhenItIsReady() throws IOException {
        try (Fd file = Open.open(folder, OpenFlags.O_TMPFILE | OpenFlags.O_WRONLY, 0600)) {
            Write.fully(file, name("ready"));
            Sync.begin(file, 0, 5);
            assertThat(Directory.list(directory)).isEmpty();
            Sync.content(file);
            Link.open(file, directory, name("named"));
            Sync.file(directory);
            Sync.fileSystem(directory);
        }
        assertThat(folder.resolve("named")).hasContent("ready");
    }

    @Test
    void modesOwnersAndTimesAreSetByDescriptorAlsoWithoutOpening() throws IOException {
        assumeTrue(Credentials.effectiveUid() == 0);
        Mknod.at(directory, name("fifo"), FileType.FIFO, 0600, 0);
        try (Fd fifo = Open.at(directory, "fifo", OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW, 0)) {
            Chown.of(fifo, 3, 4);
            Chmod.of(fifo, 01777);
            Utimens.of(fifo, Instant.EPOCH, Instant.ofEpochSecond(-5, 7));
            Xattr.set(fifo, "trusted.x", name("y"));
            FileStatus status = Stat.of(fifo);
            assertThat(status.mode()).isEqualTo(01777);
            assertThat(status.uid()).isEqualTo(3);
            assertThat(status.gid()).isEqualTo(4);
            assertThat(status.modified()).isEqualTo(Instant.ofEpochSecond(-5, 7));
            assertThat(Xattr.get(fifo, "trusted.x")).hasValue(name("y"));
        }
        Chown.at(directory, name("fifo"), Chown.UNCHANGED, 9);
        assertThat(Stat.at(directory, "fifo").uid()).isEqualTo(3);
    }

    @Test
    void aDeviceNumberThatDoesNotFitIsRefused() {
        assertThatThrownBy(
                        () -> Mknod.at(directory, name("d"), FileType.CHARACTER_DEVICE, 0600, Devices.makedev(4096, 0)))
                .hasMessage("no such device number: 4096:0");
    }

    @Test
    void aLockIsHeldByOneDescriptionAndGoesWithIt() throws IOException {
        create("lock");
        try (Fd second = Open.at(directory, "lock", OpenFlags.O_RDONLY, 0)) {
            try (Fd first = Open.at(directory, "lock", OpenFlags.O_RDONLY, 0)) {
                assertThat(FileLock.tryExclusive(first)).isTrue();
                assertThat(FileLock.tryExclusive(second)).isFalse();
                assertThat(FileLock.tryShared(second)).isFalse();
            }
            assertThat(FileLock.tryExclusive(second)).isTrue();
            FileLock.unlock(second);
        }
    }

    @Test
    void changesAreHeardOf() throws IOException {
        try (Inotify inotify = Inotify.open()) {
            int watch = inotify.watch(directory, Inotify.CREATE | Inotify.MOVED_TO | Inotify.MODIFY);
            assertThat(inotify.read()).isEmpty();
            assertThat(Poll.readable(inotify.descriptor(), Duration.ofMillis(5)))
                    .isFalse();
            create("new");
            Rename.replace(directory, "new", "newer");
            assertThat(Poll.readable(inotify.descriptor(), Duration.ofSeconds(30)))
                    .isTrue();
            assertThat(inotify.read())
                    .containsExactly(
                            new Inotify.Event(watch, Inotify.CREATE, "new"),
                            new Inotify.Event(watch, Inotify.MOVED_TO, "newer"));
            inotify.unwatch(watch);
            assertThat(inotify.read())
                    .singleElement()
                    .satisfies(e -> assertThat(e.is(Inotify.IGNORED)).isTrue());
        }
    }

    @Test
    void aFileSystemTellsItsTypeAndRoom() throws IOException {
        try (Fd proc = Open.directory(Path.of("/proc"))) {
            assertThat(Statfs.of(proc).type()).isEqualTo(Statfs.PROC_MAGIC);
        }
        Statfs.FileSystem here = Statfs.of(directory);
        assertThat(here.blocks() * here.blockSize()).isEqualTo(folder.toFile().getTotalSpace());
        assertThat(here.nameMax()).isEqualTo(255);
    }

    @Test
    void waitingEndsWithTheTime() throws IOException {
        try (Pipe pipe = Pipe.nonBlocking()) {
            long start = System.nanoTime();
            assertThat(Poll.await(pipe.readEnd(), Poll.IN, Duration.ofMillis(30)))
                    .isZero();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000L);
            assertThat(Poll.await(pipe.writeEnd(), Poll.OUT, Duration.ZERO)).isEqualTo(Poll.OUT);
            assertThatThrownBy(() -> Read.read(pipe.readEnd(), new byte[1], 0, 1))
                    .hasMessageEndingWith("= EAGAIN");
            Fcntl.setNonBlocking(pipe.readEnd(), false);
            assertThat(Fcntl.flags(pipe.readEnd()) & OpenFlags.O_NONBLOCK).isZero();
            pipe.writeEnd().close();
            assertThat(Poll.await(pipe.readEnd(), Poll.IN, Duration.ZERO) & Poll.HUP)
                    .isNotZero();
        }
    }

    @Test
    void whoWaitsForTwoLearnsWhetherItIsTheFirst() throws IOException {
        try (Pipe one = Pipe.nonBlocking();
                Pipe other = Pipe.nonBlocking()) {
            Write.fully(other.writeEnd(), new byte[1]);
            assertThat(Poll.first(one.readEnd(), other.readEnd())).isFalse();
            one.writeEnd().close();
            assertThat(Poll.first(one.readEnd(), other.readEnd())).isTrue();
        }
    }

    @Test
    void aDirectoryThatIsGoneIsNoneToRemove() throws IOException {
        Path made = Files.createDirectories(folder.resolve("made/below"));
        assertThat(Unlink.tryDirectory(made.getParent())).isFalse();
        assertThat(Unlink.tryDirectory(made)).isTrue();
        assertThat(Unlink.tryDirectory(made)).isTrue();
        assertThat(made).doesNotExist();
    }

    @Test
    void aNumberIsNotUsedAfterItsDescriptorWasClosed() throws IOException {
        Fd fd = Fcntl.duplicate(directory, 100);
        assertThat(fd.number()).isGreaterThanOrEqualTo(100);
        Fd owner = fd.release();
        assertThat(fd.isOpen()).isFalse();
        owner.close();
        owner.close();
        assertThatThrownBy(() -> Stat.of(owner)).isInstanceOf(IllegalStateException.class);
    }
}
