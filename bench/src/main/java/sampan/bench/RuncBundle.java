package sampan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OCI bundle equal to a container of Docker's defaults: dockerd's own {@code config.json} of a running container, with
 * its network hook left out and a plain folder as the root.
 */
record RuncBundle(Path folder) {
    /** Takes the configuration from a container that the given dockerd runs for a moment. */
    static RuncBundle of(DockerContestant docker, Path scratch, Path rootfs) throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("bundle"));
        String id = Shell.run(docker.command("run", "-d", "--network", "none", "localhost/busybox", "sleep", "60"))
                .strip();
        try (Stream<Path> files = Files.walk(docker.execRoot())) {
            Path config = files.filter(file -> file.endsWith(Path.of(id, "config.json")))
                    .findFirst()
                    .orElseThrow(() -> new IOException("dockerd keeps no bundle of " + id));
            var json = JsonMapper.builder().build();
            var spec = (ObjectNode) json.readTree(Files.readAllBytes(config));
            spec.remove("hooks");
            ((ObjectNode) spec.get("root")).put("path", rootfs.toString());
            ((ObjectNode) spec.get("process")).putArray("args").add("true");
            ((ObjectNode) spec.get("linux")).put("cgroupsPath", "/sampan-bench-runc");
            dropEngineMounts(spec);
            Files.write(folder.resolve("config.json"), json.writeValueAsBytes(spec));
        } finally {
            Shell.run(docker.command("rm", "-f", id));
        }
        return new RuncBundle(folder);
    }

    /** /etc/hosts and its like are bind mounts from the container's folder, which is gone by the time the bundle runs. */
    private static void dropEngineMounts(ObjectNode spec) {
        var mounts = (tools.jackson.databind.node.ArrayNode) spec.get("mounts");
        for (int i = mounts.size() - 1; i >= 0; i--) {
            if (mounts.get(i).get("destination").asString().startsWith("/etc/")) {
                mounts.remove(i);
            }
        }
    }

    /** The command line that runs the bundle once with this runtime. */
    List<String> run(String runtime) {
        return List.of(runtime, "run", "--bundle", folder.toString(), "sampan-bench");
    }
}
