package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.Chown;
import sampan.kernel.file.Devices;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Truncate;
import sampan.kernel.file.Utimens;
import sampan.kernel.file.Write;
import sampan.kernel.file.Xattr;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;

final class LayerPackerTest {
    @TempDir
    Path first;

    @TempDir
    Path second;

    @BeforeEach
    void needsRoot() throws Exception {
        assumeThat((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isZero();
    }

    private static byte[] bytes(String name) {
        return name.getBytes(ISO_8859_1);
    }

    private byte[] pack() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RootDirectory root = RootDirectory.open(first);
                Folder top = root.folder(RootPath.root())) {
            TarWriter archive = new TarWriter(out);
            LayerPacker.pack(top, archive);
            assertThat(archive.written()).isEqualTo(out.size());
        }
        return out.toByteArray();
    }

    private void unpack(byte[] archive) throws Exception {
        try (RootDirectory root = RootDirectory.open(second)) {
            LayerUnpacker.unpack(new ByteArrayInputStream(archive), root);
        }
    }

    private void make(String name, String content, long uid, int mode) throws Exception {
        try (RootDirectory root = RootDirectory.open(first);
                Folder top = root.folder(RootPath.root());
                Fd file = top.createFile(bytes(name), 0600)) {
            Write.fully(file, bytes(content));
            Chown.of(file, uid, uid);
            Chmod.of(file, mode);
            Utimens.of(file, Instant.ofEpochSecond(1234567), Instant.ofEpochSecond(1234567));
        }
    }

    @Test
    void theWayBackGivesTheSameFiles() throws Exception {
        String longName = "n".repeat(255);
        String odd = "a\u00ff\u00fe\n\"\\";
        make("file", "hello", 3_000_000_000L, 04751);
        make(longName, "long", 0, 0644);
        make(odd, "odd", 7, 0600);
        try (RootDirectory root = RootDirectory.open(first);
                Folder top = root.folder(RootPath.root())) {
            top.link(bytes("also"), top, bytes("file"));
            top.symlink(bytes("link"), bytes("t".repeat(300)));
            top.makeNode(bytes("null"), FileType.CHARACTER_DEVICE, 0600, Devices.makedev(1, 3));
            top.makeNode(bytes("fifo"), FileType.FIFO, 0600, 0);
            top.makeNode(bytes("gone"), FileType.CHARACTER_DEVICE, 0, 0);
            top.makeDirectory(bytes("opaque"), 0700);
            try (Fd opaque = top.locate(bytes("opaque"))) {
                Xattr.set(opaque, Whiteout.opaqueAttribute(), Whiteout.opaqueValue());
                Xattr.set(opaque, "user.kept", bytes("y\0z"));
            }
        }
        byte[] archive = pack();
        unpack(archive);
        everythingIsBack(longName, odd);
        assertThat(pack()).as("the same folder, the same bytes").isEqualTo(archive);
    }

    private void everythingIsBack(String longName, String odd) throws Exception {
        try (RootDirectory root = RootDirectory.open(second);
                Folder top = root.folder(RootPath.root())) {
            FileStatus file = top.find(bytes("file")).orElseThrow();
            assertThat(file.mode()).isEqualTo(04751);
            assertThat(file.uid()).isEqualTo(3_000_000_000L);
            assertThat(file.modified()).isEqualTo(Instant.ofEpochSecond(1234567));
            assertThat(top.find(bytes("also")).orElseThrow().sameFile(file)).isTrue();
            assertThat(top.find(bytes(longName)).orElseThrow().size()).isEqualTo(4);
            assertThat(top.find(bytes(odd)).orElseThrow().uid()).isEqualTo(7);
            assertThat(top.readlink(bytes("link"))).hasSize(300);
            assertThat(top.find(bytes("null")).orElseThrow().special()).isEqualTo(Devices.makedev(1, 3));
            assertThat(top.find(bytes("fifo")).orElseThrow().type()).isEqualTo(FileType.FIFO);
            assertThat(Whiteout.isWhiteout(top.find(bytes("gone")).orElseThrow()))
                    .isTrue();
            try (Fd opaque = top.locate(bytes("opaque"))) {
                assertThat(LayerMerge.isOpaque(opaque)).isTrue();
                assertThat(Xattr.get(opaque, "user.kept")).contains(bytes("y\0z"));
            }
        }
    }

    @Test
    void capabilitiesAndAclsComeBack() throws Exception {
        byte[] capability = HexFormat.of().parseHex("0100000200200000000000000000000000000000"); // cap_net_raw=ep
        byte[] acl = HexFormat.of()
                .parseHex("0200000001000600ffffffff02000400e803000004000400ffffffff10000400ffffffff20000400ffffffff");
        make("ping", "x", 0, 0755);
        make("shared", "x", 0, 0644);
        try (RootDirectory root = RootDirectory.open(first);
                Folder top = root.folder(RootPath.root())) {
            top.makeDirectory(bytes("inheriting"), 0755);
            try (Fd ping = top.locate(bytes("ping"));
                    Fd shared = top.locate(bytes("shared"));
                    Fd inheriting = top.locate(bytes("inheriting"))) {
                Xattr.set(ping, "security.capability", capability);
                try {
                    Xattr.set(shared, "system.posix_acl_access", acl);
                    Xattr.set(inheriting, "system.posix_acl_default", acl);
                } catch (SyscallException none) {
                    assumeThat(none.is(Errno.EOPNOTSUPP))
                            .as("a file system without ACLs")
                            .isFalse();
                    throw none;
                }
            }
        }
        byte[] archive = pack();
        unpack(archive);
        try (RootDirectory root = RootDirectory.open(second);
                Folder top = root.folder(RootPath.root());
                Fd ping = top.locate(bytes("ping"));
                Fd shared = top.locate(bytes("shared"));
                Fd inheriting = top.locate(bytes("inheriting"))) {
            assertThat(Xattr.get(ping, "security.capability")).contains(capability);
            assertThat(Xattr.get(shared, "system.posix_acl_access")).contains(acl);
            assertThat(Xattr.get(inheriting, "system.posix_acl_default")).contains(acl);
        }
    }

    @Test
    void holesStayHoles() throws Exception {
        try (RootDirectory root = RootDirectory.open(first);
                Folder top = root.folder(RootPath.root());
                Fd file = top.createFile(bytes("sparse"), 0600)) {
            Write.at(file, bytes("begin"), 0);
            Write.at(file, bytes("middle"), 512 << 20);
            Truncate.of(file, 1L << 30);
        }
        byte[] archive = pack();
        assertThat(archive.length).isLessThan(64 << 10);
        unpack(archive);
        FileStatus status = Stat.of(second.resolve("sparse"));
        assertThat(status.size()).isEqualTo(1L << 30);
        assertThat(status.blocks() * 512).isLessThan(1 << 20);
        try (var channel = Files.newByteChannel(second.resolve("sparse"))) {
            var buffer = java.nio.ByteBuffer.allocate(6);
            channel.position(512 << 20).read(buffer);
            assertThat(buffer.array()).isEqualTo(bytes("middle"));
        }
    }

    @Test
    void gnuTarReadsIt() throws Exception {
        make("plain", "hello", 2, 0644);
        make("x".repeat(120), "long name", 3_000_000_000L, 0644);
        try (RootDirectory root = RootDirectory.open(first);
                Folder top = root.folder(RootPath.root());
                Fd file = top.createFile(bytes("sparse"), 0600)) {
            Write.at(file, bytes("end"), 8 << 20);
        }
        Path archive = second.resolve("a.tar");
        Files.write(archive, pack());
        Process tar = new ProcessBuilder("tar", "-xf", archive.toString(), "-C", second.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(tar.getInputStream().readAllBytes(), ISO_8859_1)).isEmpty();
        assertThat(tar.waitFor()).isZero();
        assertThat(Files.readString(second.resolve("plain"))).isEqualTo("hello");
        assertThat(Files.readString(second.resolve("x".repeat(120)))).isEqualTo("long name");
        assertThat(Files.size(second.resolve("sparse"))).isEqualTo((8 << 20) + 3);
        assertThat(List.of(Files.getAttribute(second.resolve("plain"), "unix:uid")))
                .isEqualTo(List.of(2));
    }
}
