package sampan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code bench/run [--quick] [--markdown] [WORKLOAD]...}: all workloads, or those named. */
public final class Main {
    private static final List<String> FLAGS = List.of("--quick", "--markdown");

    private Main() {}

    /** Arguments: the folder with {@code stopwatch} and {@code client}, the sampan binary, the page with the figures, then the user's. */
    public static void main(String[] arguments) throws IOException {
        List<String> words = Arrays.stream(arguments).skip(3).toList();
        var flags = new TreeSet<>(
                words.stream().filter(word -> word.startsWith("-")).toList());
        var chosen = new TreeSet<>(
                words.stream().filter(word -> !word.startsWith("-")).toList());
        if (!FLAGS.containsAll(flags) || !Programme.NAMES.containsAll(chosen)) {
            System.err.println(
                    "usage: bench/run [--quick] [--markdown] [" + String.join("|", Programme.NAMES) + "]...");
            System.exit(2);
        }
        Scale scale = flags.contains("--quick") ? Scale.QUICK : Scale.FULL;
        String figures = measure(Path.of(arguments[0]), Path.of(arguments[1]), scale, chosen);
        System.out.println(figures);
        if (flags.contains("--markdown")) {
            Page.write(Path.of(arguments[2]), figures);
        }
    }

    private static String measure(Path tools, Path binary, Scale scale, Set<String> chosen) throws IOException {
        Path scratch = Files.createTempDirectory("sampan-bench");
        Path state = Files.createTempDirectory(Path.of("/dev/shm"), "sampan-bench");
        try (var sampan = new SampanContestant(binary, scratch);
                var docker = new DockerContestant(scratch)) {
            sampan.start();
            docker.start();
            var timing = new Timing(tools.resolve("stopwatch"));
            var bench = new Bench(sampan, docker, timing, scale, tools, scratch);
            rootfs(bench);
            try (var programme = new Programme(bench, state)) {
                programme.run(chosen);
                return header(docker) + "\n" + programme.tables();
            }
        } finally {
            Bundles.removeCgroups();
            Shell.run(List.of("rm", "-rf", "--one-file-system", scratch.toString(), state.toString()));
        }
    }

    /** The same busybox for all: our built-in image's files, as a folder for runtimes and as an image for docker. */
    private static void rootfs(Bench bench) throws IOException {
        Path rootfs = Files.createDirectories(bench.rootfs());
        for (String mountPoint : List.of("proc", "sys", "dev")) {
            Files.createDirectory(rootfs.resolve(mountPoint));
        }
        Shell.run(List.of(
                "/bin/sh",
                "-ec",
                String.join(" ", bench.sampan().run("tar", "-c", "-f", "-", "bin", "etc", "root", "tmp"))
                        + " | tar -x -C " + rootfs));
        bench.docker().importBusybox(rootfs);
    }

    private static String header(DockerContestant docker) throws IOException {
        return "%s, %d processors, load %s; docker %s; %s; %s\n"
                .formatted(
                        Shell.run(List.of("uname", "-sr")).strip(),
                        Runtime.getRuntime().availableProcessors(),
                        Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0],
                        Shell.run(docker.command(
                                        "version",
                                        "--format",
                                        "client {{.Client.Version}}, engine {{.Server.Version}}"))
                                .strip(),
                        version("runc"),
                        version("crun"));
    }

    private static String version(String runtime) throws IOException {
        return Shell.run(List.of(runtime, "--version")).lines().findFirst().orElse(runtime);
    }
}
