package sampan.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A dockerd of a test's own, that leaves the host's firewall alone. */
record Dockerd(Path folder, Process process) implements AutoCloseable {
    /** Its containerd is at exec/containerd/containerd.sock of the folder. */
    static Dockerd start(Path folder, String... more) throws IOException {
        List<String> line = new ArrayList<>(List.of("dockerd", "--data-root", folder + "/docker"));
        line.addAll(List.of("--exec-root", folder + "/exec", "--pidfile", folder + "/docker.pid"));
        line.addAll(List.of("-H", host(folder), "--iptables=false", "--ip-masq=false", "--storage-driver", "vfs"));
        line.addAll(List.of(more));
        return new Dockerd(
                folder,
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("docker.log").toFile())
                        .start());
    }

    static String host(Path folder) {
        return "unix://" + folder + "/docker.sock";
    }

    String host() {
        return host(folder);
    }

    /** It leaves the host's network namespace mounted when it ends, and where mounts are private its data root. */
    @Override
    public void close() {
        process.destroy();
        try {
            Patience.ends(process);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        for (String mount : List.of("/exec/netns/default", "/docker")) {
            Sampan.finish(new byte[0], new ProcessBuilder("umount", folder + mount));
        }
    }
}
