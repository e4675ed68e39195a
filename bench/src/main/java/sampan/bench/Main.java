package sampan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** {@code bench/run [--quick] [WORKLOAD]...}: all workloads, or those named. */
public final class Main {
    private Main() {}

    private static final List<String> ORDER = List.of(
            "version",
            "run",
            "exec",
            "rate",
            "logs",
            "images",
            "list",
            "read-logs",
            "update",
            "remove",
            "memory",
            "start");

    /** Arguments: the folder with {@code stopwatch} and {@code client}, the sampan binary, then the user's. */
    public static void main(String[] arguments) throws IOException {
        Path tools = Path.of(arguments[0]);
        Path binary = Path.of(arguments[1]);
        List<String> words = Arrays.stream(arguments).skip(2).toList();
        var chosen = new TreeSet<>(
                words.stream().filter(word -> !word.startsWith("-")).toList());
        if (!new TreeSet<>(ORDER).containsAll(chosen)
                || words.stream().anyMatch(word -> word.startsWith("-") && !word.equals("--quick"))) {
            System.err.println("usage: bench/run [--quick] [" + String.join("|", ORDER) + "]...");
            System.exit(2);
        }
        var scale = words.contains("--quick") ? Workloads.Scale.QUICK : Workloads.Scale.FULL;
        Path scratch = Files.createTempDirectory("sampan-bench");
        var table = new Table();
        try (var sampan = new SampanContestant(binary, scratch);
                var docker = new DockerContestant(scratch)) {
            sampan.start();
            docker.start();
            Path rootfs = rootfs(sampan, docker, scratch);
            var timing = new Timing(tools.resolve("stopwatch"));
            var workloads = new Workloads(sampan, docker, RuncBundle.of(docker, scratch, rootfs), timing, table, scale);
            var life = new LifeWorkloads(sampan, docker, timing, table, scale);
            for (String name : chosen.isEmpty() ? ORDER : chosen) {
                if (!measure(name, life)) {
                    measure(name, workloads, tools, scratch);
                }
            }
            System.out.println(header(docker));
        } finally {
            Shell.run(List.of("rm", "-rf", "--one-file-system", scratch.toString()));
        }
        System.out.println(table);
    }

    private static boolean measure(String name, LifeWorkloads workloads) throws IOException {
        switch (name) {
            case "list" -> workloads.list();
            case "read-logs" -> workloads.readLogs();
            case "update" -> workloads.update();
            case "remove" -> workloads.removeMany();
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void measure(String name, Workloads workloads, Path tools, Path scratch) throws IOException {
        switch (name) {
            case "version" -> workloads.version(tools.resolve("client"), scratch.resolve("floor.sock"));
            case "run" -> workloads.run();
            case "exec" -> workloads.exec();
            case "rate" -> workloads.startRate();
            case "logs" -> workloads.logs();
            case "images" -> workloads.images(scratch);
            case "memory" -> workloads.memoryPerContainer();
            case "start" -> workloads.coldStartAndIdleMemory();
            default -> throw new IllegalArgumentException(name);
        }
    }

    /** The same busybox for all: our built-in image's files, as a folder for runc and as an image for docker. */
    private static Path rootfs(SampanContestant sampan, DockerContestant docker, Path scratch) throws IOException {
        Path rootfs = Files.createDirectories(scratch.resolve("rootfs"));
        for (String mountPoint : List.of("proc", "sys", "dev")) {
            Files.createDirectory(rootfs.resolve(mountPoint));
        }
        Shell.run(List.of(
                "/bin/sh",
                "-ec",
                String.join(" ", sampan.run("tar", "-c", "-f", "-", "bin", "etc", "root", "tmp")) + " | tar -x -C "
                        + rootfs));
        Shell.run(List.of(
                "/bin/sh",
                "-ec",
                "tar -c -C " + rootfs + " . | "
                        + String.join(" ", docker.command("import", "-", "localhost/busybox"))));
        return rootfs;
    }

    private static String header(DockerContestant docker) throws IOException {
        return "%s, %d processors; docker %s; %s\n"
                .formatted(
                        Shell.run(List.of("uname", "-sr")).strip(),
                        Runtime.getRuntime().availableProcessors(),
                        Shell.run(docker.command(
                                        "version",
                                        "--format",
                                        "client {{.Client.Version}}, engine {{.Server.Version}}"))
                                .strip(),
                        Shell.run(List.of("runc", "--version"))
                                .lines()
                                .findFirst()
                                .orElse("runc"));
    }
}
