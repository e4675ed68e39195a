package sampan.cli.command.container;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;
import sampan.core.caller.HostFiles;
import sampan.core.files.CopyPath;
import sampan.core.files.CopySource;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;
import sampan.kernel.rootfs.Folder;
import sampan.oci.layer.EntrySink;
import sampan.oci.layer.TarEntry;
import sampan.oci.layer.TreePacker;

/**
 * What of the host is copied. The engine may read everything, its caller perhaps not: such a caller's own process then opens each file and
 * folder as well.
 *
 * @param asked as the command line had it
 */
record HostSource(HostFiles files, CopyPath asked, CopySource source) implements AutoCloseable {
    private static final int READ = OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW | OpenFlags.O_NONBLOCK;

    void pack(EntrySink sink, String as) throws IOException {
        if (files.user().isTrusted()) {
            source.pack(new TreePacker(sink), as);
        } else {
            source.pack(
                    new TreePacker(new Asking(sink, as), (folder, name, entry) -> open(folder, name, path(entry, as))),
                    as);
        }
    }

    private String path(String entry, String as) {
        String below = entry.length() > as.length() ? entry.substring(as.length()) : "";
        return source.path() + new String(below.getBytes(ISO_8859_1), UTF_8);
    }

    private Fd open(Folder folder, byte[] name, String path) throws IOException {
        Optional<FileStatus> expected = folder.find(name);
        try (Fd opened = files.open(path, READ, 0)) {
            if (expected.isEmpty() || !Stat.of(opened).sameFile(expected.get())) {
                throw new SyscallException("open(\"" + path + "\")", Errno.ESTALE);
            }
            return opened.release();
        }
    }

    @Override
    public void close() {
        source.close();
    }

    /** Before a folder is gone into, its caller looks whether it may. */
    private final class Asking implements EntrySink {
        private final EntrySink next;
        private final String as;

        Asking(EntrySink next, String as) {
            this.next = next;
            this.as = as;
        }

        @Override
        public void write(TarEntry entry) throws IOException {
            if (entry.content() instanceof TarEntry.Content.Directory) {
                files.open(path(entry.name(), as), READ | OpenFlags.O_DIRECTORY, 0)
                        .close();
            }
            next.write(entry);
        }

        @Override
        public void write(TarEntry entry, TarEntry.Content.File file, Fd content) throws IOException {
            next.write(entry, file, content);
        }
    }
}
