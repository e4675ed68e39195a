package sampan.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system in a file, mounted for a test. */
final class LoopFileSystem implements AutoCloseable {
    private static final long SIZE = 512L << 20;

    private final Path file;
    private final Path place;

    private LoopFileSystem(Path file, Path place) {
        this.file = file;
        this.place = place;
    }

    /** Only root mounts, and only where there are loop devices. */
    static boolean isPossible() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0
                && Files.exists(Path.of("/dev/loop-control"));
    }

    static LoopFileSystem btrfs(Path folder) throws Exception {
        return make(folder, "mkfs.btrfs", "-q");
    }

    /** With reflinks. */
    static LoopFileSystem xfs(Path folder) throws Exception {
        return make(folder, "mkfs.xfs", "-q", "-m", "reflink=1");
    }

    private static LoopFileSystem make(Path folder, String... format) throws Exception {
        Path file = folder.resolve("image");
        Path place = Files.createDirectory(folder.resolve("mounted"));
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(SIZE);
        }
        List<String> command = new ArrayList<>(List.of(format));
        command.add(file.toString());
        run(command.toArray(String[]::new));
        run("mount", "-o", "loop", file.toString(), place.toString());
        return new LoopFileSystem(file, place);
    }

    static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor())
                .as(String.join(" ", command) + "\n" + output)
                .isZero();
    }

    Path place() {
        return place;
    }

    /** Bytes in use, once all is written. */
    long used() throws Exception {
        run("sync", "-f", place.toString());
        var store = Files.getFileStore(place);
        return store.getTotalSpace() - store.getUnallocatedSpace();
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", place.toString());
            Files.delete(file);
        } catch (IOException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IOException(failed);
        }
    }
}
