package sampan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Both engines with all their networking, each in a network of its own as on a host that it has to itself: nothing of it is seen on this host. */
record TwoHosts(SampanContestant sampan, DockerContestant docker) implements AutoCloseable {
    /** Starts them, with the busybox of all workloads. */
    static TwoHosts start(Bench bench) throws IOException {
        Path root = Files.createDirectory(bench.scratch().resolve("hosts"));
        TwoHosts made = new TwoHosts(bench.sampan().alone(root), DockerContestant.alone(root));
        try {
            made.sampan.start();
            made.docker.start();
            made.docker.importBusybox(bench.rootfs());
            return made;
        } catch (IOException failed) {
            made.close();
            throw failed;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            docker.close();
        } finally {
            sampan.close();
        }
    }
}
