package sampan.core.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Directory;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Rename;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Unlink;
import sampan.kernel.file.Write;
import sampan.kernel.process.Credentials;

/**
 * Compiled system-call filters in files, so that the first container of a new engine does not wait for the compiler. Only a memory: what is not the engine's own,
 * may be written by others, or is not whole, counts as not there. A file's name is the digest of all that decides about its content, this build of Sampan included.
 */
final class StoredFilters {
    private static final Logger LOG = System.getLogger(StoredFilters.class.getName());
    private static final int DIGEST = 32;
    private static final int INSTRUCTION = 8;
    /** BPF_MAXINSNS instructions, behind digest and flags. */
    private static final int LARGEST = DIGEST + Integer.BYTES + 4096 * INSTRUCTION;

    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int MOST = 64;

    private final Fd folder;

    /** @param folder stays the caller's */
    StoredFilters(Fd folder) {
        this.folder = folder;
    }

    /** What seccomp(2) is given. */
    @SuppressWarnings("ArrayRecordComponent") // read and written, never compared
    record Compiled(byte[] instructions, int flags) {}

    /** The name of a filter's file; none where this build cannot be told from others. */
    static Optional<String> name(String profile, Set<String> capabilities) {
        // As sampan.core.system.Release has them, whose package knows this one.
        String built = System.getProperty("sampan.built", "");
        if (built.isEmpty()) {
            return Optional.empty();
        }
        MessageDigest digest = sha256();
        for (String part : new String[] {
            System.getProperty("sampan.commit", ""),
            built,
            System.getProperty("os.arch"),
            System.getProperty("os.version"),
            new TreeSet<>(capabilities).toString(),
            profile
        }) {
            byte[] bytes = part.getBytes(UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            digest.update(bytes);
        }
        return Optional.of(HexFormat.of().formatHex(digest.digest()));
    }

    Optional<Compiled> read(String name) {
        try (Fd file = Open.at(folder, name, OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW | OpenFlags.O_NONBLOCK, 0)) {
            FileStatus status = Stat.of(file);
            boolean ours = status.isRegular()
                    && status.uid() == Credentials.uid()
                    && (status.mode() & WRITABLE_BY_OTHERS) == 0
                    && status.size() <= LARGEST;
            return ours ? parse(Read.all(file, LARGEST)) : Optional.empty();
        } catch (SyscallException failed) {
            if (!failed.is(Errno.ENOENT)) {
                LOG.log(Level.DEBUG, "a stored filter cannot be read: " + failed.getMessage());
            }
            return Optional.empty();
        } catch (IOException failed) {
            LOG.log(Level.DEBUG, "a stored filter cannot be read: " + failed.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Compiled> parse(byte[] file) {
        int from = DIGEST + Integer.BYTES;
        if (file.length <= from || (file.length - from) % INSTRUCTION != 0) {
            return Optional.empty();
        }
        MessageDigest digest = sha256();
        digest.update(file, DIGEST, file.length - DIGEST);
        return MessageDigest.isEqual(digest.digest(), Arrays.copyOf(file, DIGEST))
                ? Optional.of(new Compiled(
                        Arrays.copyOfRange(file, from, file.length),
                        ByteBuffer.wrap(file).getInt(DIGEST)))
                : Optional.empty();
    }

    /** Not synced: a file that a power cut left half written is not whole. */
    void write(String name, Compiled filter) {
        ByteBuffer content = ByteBuffer.allocate(DIGEST + Integer.BYTES + filter.instructions.length);
        content.putInt(DIGEST, filter.flags).put(DIGEST + Integer.BYTES, filter.instructions);
        MessageDigest digest = sha256();
        digest.update(content.array(), DIGEST, content.capacity() - DIGEST);
        content.put(0, digest.digest());
        String temporary = name + ".tmp";
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_NOFOLLOW;
        try {
            makeRoom();
            try (Fd file = Open.at(folder, temporary, flags, 0600)) {
                Write.fully(file, content.array());
            }
            Rename.replace(folder, temporary, name);
        } catch (SyscallException full) {
            LOG.log(Level.DEBUG, "a filter cannot be stored: " + full.getMessage());
        }
    }

    /** Those of other builds and kernels are never asked for again. */
    private void makeRoom() throws SyscallException {
        var entries = Directory.list(folder);
        if (entries.size() >= MOST) {
            for (Directory.Entry entry : entries) {
                Unlink.at(folder, entry.name());
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
