package sampan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Images from and to a registry on loopback; what a contestant wrote is on the disk before the clock stops. */
final class RegistryWorkloads {
    private static final int MANY_LAYERS = 12;
    private static final String PUSHED = "bench-pushed";
    private static final String DEBIAN = "localhost/bench-debian";

    private final Bench bench;
    private final Scale scale;
    private final Table table;
    private final PodmanContestant podman;

    RegistryWorkloads(Bench bench, Table table) {
        this.bench = bench;
        this.scale = bench.scale();
        this.table = table;
        this.podman = new PodmanContestant(bench.scratch());
    }

    void all() throws IOException {
        try (LocalRegistry registry = LocalRegistry.start(bench);
                podman) {
            int large = scale.layer();
            String one = registry.image("one", 1, large, 0);
            pull("`pull` of 1 layer of " + large + " MiB", one, 0.40, 0.60);
            again(one);
            remove(one);
            String twelve = registry.image("twelve", MANY_LAYERS, large / 4, 0);
            pull("`pull` of " + MANY_LAYERS + " layers of " + large / 4 + " MiB", twelve, 0.25, 0.50);
            remove(twelve);
            String small = registry.image("small", 1, 0, scale.smallFiles());
            pull("`pull` of " + scale.smallFiles() + " files of 4 KiB", small, 0.50, Double.NaN);
            remove(small);
            push(registry);
        }
        load();
    }

    /** What one contestant has to do, once more. */
    @FunctionalInterface
    private interface Preparation {
        void before(Contestant contestant, int round) throws IOException;
    }

    private static List<String> pulling(Contestant contestant, String image) {
        return contestant instanceof PodmanContestant
                ? contestant.command("pull", "--quiet", "--tls-verify=false", image)
                : contestant.command("pull", "--quiet", image);
    }

    private void pull(String workload, String image, double docker, double podmans) throws IOException {
        boolean both = !Double.isNaN(podmans);
        List<Contestant> contestants = new ArrayList<>(List.of(bench.sampan(), bench.docker()));
        if (both) {
            contestants.add(podman);
        }
        var medians = inTurn(
                contestants,
                (contestant, _) -> forget(contestant, image),
                contestant -> Shell.line(pulling(contestant, image)));
        table.milliseconds(workload + ", against docker", medians.get(0), medians.get(1), new Goal.AtMost(docker));
        if (both) {
            table.milliseconds(workload + ", against podman", medians.get(0), medians.get(2), new Goal.AtMost(podmans));
        }
    }

    /** Of an image that is there. It is asked for one digest: what takes its time in a JVM that never did it is the JVM. */
    private void again(String image) throws IOException {
        bench.warmFully(pulling(bench.sampan(), image));
        var medians = bench.timing()
                .interleaved(
                        List.of(pulling(bench.sampan(), image), pulling(bench.docker(), image)),
                        scale.longRounds(),
                        scale.repeats());
        table.milliseconds("`pull` of what is there", medians.get(0), medians.get(1), new Goal.AtMost(0.2));
    }

    /** A layer that the registry never saw, and then once more. */
    private void push(LocalRegistry registry) throws IOException {
        Path tree = Files.createDirectories(bench.scratch().resolve("to-push"));
        Shell.run(List.of(
                "/bin/sh",
                "-c",
                "tar -c /usr/lib /usr/share 2>/dev/null | head -c " + scale.layer() + "M | split -b 4M - " + tree
                        + "/file-"));
        List<Contestant> contestants = List.of(bench.sampan(), bench.docker());
        var fresh = inTurn(
                contestants,
                (contestant, round) -> fresh(contestant, tree, target(registry, contestant), round),
                contestant -> Shell.line(pushing(registry, contestant)));
        table.milliseconds(
                "`push` of a fresh layer of " + scale.layer() + " MiB",
                fresh.get(0),
                fresh.get(1),
                new Goal.AtMost(0.40));
        bench.warmFully(pushing(registry, bench.sampan()));
        var known = bench.timing()
                .interleaved(
                        contestants.stream()
                                .map(contestant -> pushing(registry, contestant))
                                .toList(),
                        scale.longRounds(),
                        scale.repeats());
        table.milliseconds("`push` of what is there", known.get(0), known.get(1), new Goal.AtMost(0.2));
        for (Contestant contestant : contestants) {
            forget(contestant, target(registry, contestant));
        }
        Shell.run(List.of("rm", "-r", tree.toString()));
    }

    /** Each has a repository of its own: under one name each would find the other's image, and nothing would be there. */
    private static String target(LocalRegistry registry, Contestant contestant) {
        return registry.name(PUSHED + "-" + (contestant instanceof SampanContestant ? "sampan" : "docker"));
    }

    private static List<String> pushing(LocalRegistry registry, Contestant contestant) {
        return contestant.command("push", "--quiet", target(registry, contestant));
    }

    /** Of the files of the host's Debian packages, the most important ones first. */
    private void load() throws IOException {
        Path archive = bench.scratch().resolve("debian.tar");
        Shell.run(List.of("/bin/sh", "-c", """
                for p in required important standard optional; do
                  dpkg-query -Wf '${Priority} ${Package}\n' | sed -n "s/^$p //p" | xargs dpkg -L
                done | sed -E 's,^/(bin|sbin|lib|lib64)(/|$),/usr/\\1\\2,' | awk '!seen[$0]++' | xargs -d '\n' stat -c '%%s %%F|%%n' 2>/dev/null |
                  awk -F'|' '{ split($1, w, " "); if (w[2] != "directory") s += w[1]; if (s < %d) print $2 }' |
                  tar --no-recursion -cf - -T - 2>/dev/null | %s >/dev/null && %s && %s
                """.formatted(
                        (long) scale.debian() << 20,
                        Shell.line(bench.sampan().command("import", "-", DEBIAN)),
                        Shell.line(bench.sampan().command("save", "-o", archive.toString(), DEBIAN)),
                        Shell.line(bench.sampan().command("rmi", DEBIAN)))));
        var medians = inTurn(
                List.of(bench.sampan(), bench.docker()),
                (contestant, _) -> forget(contestant, DEBIAN),
                contestant -> Shell.line(contestant.command("load", "--quiet", "-i", archive.toString())));
        table.milliseconds(
                "`load` of " + scale.debian() + " MB of Debian", medians.get(0), medians.get(1), new Goal.AtMost(0.5));
        for (Contestant contestant : List.of(bench.sampan(), bench.docker())) {
            forget(contestant, DEBIAN);
        }
        Files.delete(archive);
    }

    private static void fresh(Contestant contestant, Path tree, String target, int round) throws IOException {
        Files.writeString(tree.resolve("round"), contestant.getClass().getSimpleName() + round + "\n");
        forget(contestant, target);
        Shell.run(List.of(
                "/bin/sh",
                "-ec",
                "tar -C " + tree + " -c . | " + Shell.line(contestant.command("import", "-", target))));
    }

    /** A command line for the shell. */
    @FunctionalInterface
    private interface Line {
        String of(Contestant contestant);
    }

    /** @return of each contestant the milliseconds of each round, with a sync(1) at its end; the round before the first does not count */
    private List<List<Double>> inTurn(List<Contestant> contestants, Preparation preparation, Line line)
            throws IOException {
        List<List<Double>> times = new ArrayList<>();
        contestants.forEach(_ -> times.add(new ArrayList<>()));
        for (int round = -1; round < scale.longRounds(); round++) {
            for (int i = 0; i < contestants.size(); i++) {
                preparation.before(contestants.get(i), round);
                Shell.run(List.of("sync"));
                List<String> timed = List.of("/bin/sh", "-ec", line.of(contestants.get(i)) + "; sync");
                double time = bench.timing().times(timed, 1).getFirst();
                if (round >= 0) {
                    times.get(i).add(time);
                }
            }
        }
        return times;
    }

    private void remove(String image) throws IOException {
        for (Contestant contestant : List.of(bench.sampan(), bench.docker(), podman)) {
            forget(contestant, image);
        }
    }

    /** Nothing to remove is no failure. */
    private static void forget(Contestant contestant, String image) throws IOException {
        Shell.run(List.of("/bin/sh", "-c", Shell.line(contestant.command("rmi", "-f", image)) + " 2>/dev/null; true"));
    }
}
