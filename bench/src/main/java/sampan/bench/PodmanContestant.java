package sampan.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Debian's podman, which keeps no engine running, on roots of its own. */
final class PodmanContestant implements Contestant {
    private final Path root;

    PodmanContestant(Path scratch) {
        this.root = scratch.resolve("podman");
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public List<String> command(String... arguments) {
        var line = new ArrayList<>(List.of(
                "/usr/bin/podman",
                "--root",
                root.resolve("root").toString(),
                "--runroot",
                root.resolve("run").toString(),
                "--storage-driver",
                "overlay"));
        line.addAll(List.of(arguments));
        return line;
    }

    @Override
    public Set<Long> processes() {
        return Set.of();
    }

    /** Its storage is a mount of its own. */
    @Override
    public void close() throws IOException {
        Shell.run(List.of("/bin/sh", "-c", "umount -l " + root.resolve("root/overlay") + " 2>/dev/null; true"));
    }
}
