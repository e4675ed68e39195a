package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A root file system in a tar that is written by hand: nothing keeps its entries from being hostile. */
final class HostileTar {
    private static final int BLOCK = 512;
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** No entries. */
    static HostileTar empty() {
        return new HostileTar();
    }

    /** The smallest image with a shell: busybox under the names the tests call. */
    static HostileTar withShell() {
        HostileTar tar = empty().directory("bin").file("bin/busybox", busybox(), 0755);
        for (String name : new String[] {
            "cat",
            "dd",
            "df",
            "echo",
            "env",
            "find",
            "grep",
            "id",
            "ln",
            "ls",
            "mkdir",
            "mkfifo",
            "mknod",
            "mount",
            "mv",
            "pwd",
            "readlink",
            "rm",
            "rmdir",
            "sed",
            "sh",
            "sleep",
            "stat",
            "sync",
            "touch",
            "tr",
            "true",
            "truncate",
            "umount",
            "wc"
        }) {
            tar.link("bin/" + name, "busybox");
        }
        return tar.directory("etc").directory("tmp");
    }

    HostileTar directory(String name) {
        return entry('5', name, "", new byte[0], 0755);
    }

    HostileTar file(String name, String text) {
        return file(name, text.getBytes(UTF_8), 0644);
    }

    HostileTar file(String name, byte[] content, int mode) {
        return entry('0', name, "", content, mode);
    }

    HostileTar link(String name, String target) {
        return entry('2', name, target, new byte[0], 0777);
    }

    HostileTar hardLink(String name, String target) {
        return entry('1', name, target, new byte[0], 0644);
    }

    HostileTar fifo(String name) {
        return entry('6', name, "", new byte[0], 0644);
    }

    /** An extended attribute of the next entry. */
    HostileTar attribute(String name, String value) {
        String record = " SCHILY.xattr." + name + "=" + value + "\n";
        int length = record.length();
        int total = length
                + Integer.toString(length + Integer.toString(length).length()).length();
        return entry('x', "pax", "", (total + record).getBytes(UTF_8), 0644);
    }

    HostileTar entry(char type, String name, String target, byte[] content, int mode) {
        if (name.getBytes(UTF_8).length > 100 || target.getBytes(UTF_8).length > 100) {
            throw new IllegalArgumentException("too long for the plain format: " + name + " -> " + target);
        }
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "%07o".formatted(mode));
        put(header, 108, "%07o".formatted(0));
        put(header, 116, "%07o".formatted(0));
        put(header, 124, "%011o".formatted(content.length));
        put(header, 136, "%011o".formatted(1_700_000_000));
        put(header, 156, Character.toString(type));
        put(header, 157, target);
        put(header, 257, "ustar\00000");
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        bytes.writeBytes(header);
        bytes.writeBytes(content);
        bytes.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        return this;
    }

    byte[] bytes() {
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(bytes.toByteArray());
        whole.writeBytes(new byte[2 * BLOCK]);
        return whole.toByteArray();
    }

    private static void put(byte[] header, int at, String text) {
        byte[] raw = text.getBytes(UTF_8);
        System.arraycopy(raw, 0, header, at, raw.length);
    }

    /** The host's, which is static. */
    static byte[] busybox() {
        try {
            return Files.readAllBytes(BUSYBOX);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
