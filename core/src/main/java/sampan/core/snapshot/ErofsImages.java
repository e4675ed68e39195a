package sampan.core.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import sampan.kernel.Fd;
import sampan.kernel.file.Memfd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Rename;
import sampan.kernel.file.Seek;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Sync;
import sampan.kernel.file.Unlink;
import sampan.kernel.process.Child;
import sampan.kernel.process.Spawn;
import sampan.oci.store.LayerStore;

/** Makes erofs images of layers, by erofs-utils' mkfs.erofs(1). */
final class ErofsImages {
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/bin/mkfs.erofs"), Path.of("/usr/sbin/mkfs.erofs"), Path.of("/sbin/mkfs.erofs"));
    private static final List<String> ENVIRONMENT = List.of("PATH=/usr/bin:/bin:/usr/sbin:/sbin");
    /** A file that is one large hole is read for as long. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int LONGEST_COMPLAINT = 64 << 10;
    private static final int DIRECTORY = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

    static Optional<Path> program() {
        return PLACES.stream().filter(Files::isExecutable).findFirst();
    }

    /** A layer's image, which lies beside the layer's folder; made if it is not there. One at a time. */
    synchronized Path of(Path layer) throws IOException {
        Path image = layer.resolveSibling(LayerStore.packed(layer.getFileName().toString()));
        byte[] name = image.getFileName().toString().getBytes(UTF_8);
        try (Fd beside = Open.open(image.resolveSibling("."), DIRECTORY);
                Fd content = Open.open(layer, DIRECTORY)) {
            if (Stat.find(beside, name).isEmpty()) {
                make(content, beside, name);
            }
        }
        return image;
    }

    /** It gets its name when it is whole and on the disk. */
    private static void make(Fd content, Fd beside, byte[] name) throws IOException {
        String draft = new String(name, UTF_8) + "-" + UUID.randomUUID();
        try {
            pack(content, beside, draft);
            try (Fd made = Open.at(beside, draft, OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW, 0)) {
                Sync.file(made);
            }
            Rename.keep(beside, draft.getBytes(UTF_8), beside, name);
            Sync.file(beside);
        } catch (IOException failed) {
            if (Stat.find(beside, draft.getBytes(UTF_8)).isPresent()) {
                Unlink.at(beside, draft);
            }
            throw failed;
        }
    }

    private static void pack(Fd content, Fd beside, String draft) throws IOException {
        Path program = program().orElseThrow(() -> new IOException("there is no mkfs.erofs (package erofs-utils)"));
        try (Fd binary = Open.open(program, OpenFlags.O_PATH);
                Fd nothing = Open.open(Path.of("/dev/null"), OpenFlags.O_RDWR);
                Fd complaints = Memfd.create("mkfs.erofs");
                Child child = Spawn.start(new Spawn.Command(
                        binary,
                        List.of("mkfs.erofs", "--quiet", "-zlz4", "/proc/self/fd/4/" + draft, "/proc/self/fd/3"),
                        ENVIRONMENT,
                        List.of(content, beside),
                        Spawn.Stdio.of(nothing, nothing, complaints)))) {
            await(child, complaints);
        }
    }

    private static void await(Child child, Fd complaints) throws IOException {
        int status = child.endWithin(PATIENCE);
        if (status != 0) {
            Seek.to(complaints, 0);
            String said = new String(Read.all(complaints, LONGEST_COMPLAINT), UTF_8).strip();
            throw new IOException("mkfs.erofs failed: " + (said.isEmpty() ? "it ended with status " + status : said));
        }
    }
}
