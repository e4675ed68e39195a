package sampan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OCI bundles equal to a container of Docker's defaults: dockerd's own {@code config.json} of a running container, with
 * its network hook left out, a plain folder as the root, limits of memory and processes, and all six namespaces.
 */
final class Bundles {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CGROUP = "/sampan-bench";
    private static final long MEMORY = 256L << 20;
    private static final int PROCESSES = 100;

    private final Path folder;
    private final ObjectNode template;

    private Bundles(Path folder, ObjectNode template) {
        this.folder = folder;
        this.template = template;
    }

    /** With Docker's seccomp profile, or without. */
    enum Kind {
        CONFINED,
        UNCONFINED
    }

    /** Takes the configuration from a container that dockerd runs for a moment. */
    static Bundles of(Bench bench) throws IOException {
        Path scratch = bench.scratch();
        Path rootfs = scratch.resolve("rootfs");
        DockerContestant docker = bench.docker();
        String id = Shell.run(docker.command("run", "-d", "--network", "none", LaunchWorkloads.IMAGE, "sleep", "60"))
                .strip();
        try (Stream<Path> files = Files.walk(docker.execRoot())) {
            Path config = files.filter(file -> file.endsWith(Path.of(id, "config.json")))
                    .findFirst()
                    .orElseThrow(() -> new IOException("dockerd keeps no bundle of " + id));
            var spec = (ObjectNode) JSON.readTree(Files.readAllBytes(config));
            spec.remove("hooks");
            ((ObjectNode) spec.get("root")).put("path", rootfs.toString());
            ((ObjectNode) spec.get("process")).putArray("args").add("/bin/true");
            ObjectNode resources = (ObjectNode) spec.get("linux").get("resources");
            resources.putObject("memory").put("limit", MEMORY);
            resources.putObject("pids").put("limit", PROCESSES);
            dropEngineMounts(spec);
            addCgroupNamespace((ArrayNode) spec.get("linux").get("namespaces"));
            return new Bundles(scratch, spec);
        } finally {
            Shell.run(docker.command("rm", "-f", id));
        }
    }

    /** /etc/hosts and its like are bind mounts from the container's folder, which is gone by the time the bundle runs. */
    private static void dropEngineMounts(ObjectNode spec) {
        var mounts = (ArrayNode) spec.get("mounts");
        for (int i = mounts.size() - 1; i >= 0; i--) {
            if (mounts.get(i).get("destination").asString().startsWith("/etc/")) {
                mounts.remove(i);
            }
        }
    }

    /** dockerd gives one only where version 2 of cgroups is mounted. */
    private static void addCgroupNamespace(ArrayNode namespaces) {
        for (JsonNode namespace : namespaces) {
            if (namespace.get("type").asString().equals("cgroup")) {
                return;
            }
        }
        namespaces.addObject().put("type", "cgroup");
    }

    /** The folder of a bundle of that name, whose container has that name too. */
    Path make(String name, Kind kind) throws IOException {
        ObjectNode spec = template.deepCopy();
        spec.put("hostname", name);
        ObjectNode linux = (ObjectNode) spec.get("linux");
        linux.put("cgroupsPath", CGROUP + "/" + name);
        if (kind == Kind.UNCONFINED) {
            linux.remove("seccomp");
        }
        Path bundle = Files.createDirectories(folder.resolve("bundles").resolve(name));
        Files.write(bundle.resolve("config.json"), JSON.writeValueAsBytes(spec));
        return bundle;
    }

    /** Runtimes leave the cgroup above those of their containers. */
    static void removeCgroups() throws IOException {
        Shell.run(List.of(
                "/bin/sh",
                "-c",
                "rmdir /sys/fs/cgroup" + CGROUP + " /sys/fs/cgroup/*" + CGROUP + " 2>/dev/null; true"));
    }

    /** The command line that runs the bundle once with this runtime. */
    static List<String> run(List<String> runtime, Path bundle) {
        return line(runtime, "run", "--bundle", bundle.toString(), name(bundle));
    }

    /** Create, start, wait for the end, delete: three command lines for the stopwatch. */
    static List<String> cycle(List<String> runtime, Path bundle) {
        List<String> line = line(runtime, "create", "--bundle", bundle.toString(), name(bundle));
        line.add(Timing.THEN);
        line.addAll(line(runtime, "start", name(bundle)));
        line.add(Timing.WHEN_ALL_ENDED);
        line.addAll(line(runtime, "delete", name(bundle)));
        return line;
    }

    private static String name(Path bundle) {
        return String.valueOf(bundle.getFileName());
    }

    private static List<String> line(List<String> runtime, String... words) {
        List<String> line = new ArrayList<>(runtime);
        line.addAll(List.of(words));
        return line;
    }
}
