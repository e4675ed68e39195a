package sampan.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What people type all day about containers that are there: lists, logs, limits, removal. Each row leaves both engines as it found them. */
final class LifeWorkloads {
    private static final String IMAGE = "localhost/busybox";
    private static final String LINES =
            "yes 0123456789012345678901234567890123456789012345678901234567890123456789012345678 | head -c ";

    private final SampanContestant sampan;
    private final DockerContestant docker;
    private final Timing timing;
    private final Table table;
    private final Workloads.Scale scale;

    LifeWorkloads(SampanContestant sampan, DockerContestant docker, Timing timing, Table table, Workloads.Scale scale) {
        this.sampan = sampan;
        this.docker = docker;
        this.timing = timing;
        this.table = table;
        this.scale = scale;
    }

    private boolean quick() {
        return scale.equals(Workloads.Scale.QUICK);
    }

    /** `ps` with one container, and `ps -a` with many. */
    void list() throws IOException {
        List<String> ours = sleeping(sampan.command(), 1);
        List<String> theirs = sleeping(docker.command(), 1);
        row("`ps`", sampan.command("ps"), docker.command("ps"), 0.25);
        int many = quick() ? 20 : 500;
        ours.addAll(made(sampan.command(), many));
        theirs.addAll(made(docker.command(), many));
        row("`ps -a` with " + many + " containers", sampan.command("ps", "-a"), docker.command("ps", "-a"), 0.2);
        remove(sampan.command(), ours);
        remove(docker.command(), theirs);
    }

    /** The log of one container into a file. */
    void readLogs() throws IOException {
        String ours = logged(sampan.command());
        String theirs = logged(docker.command());
        List<String> ourRead = intoFile(sampan.command("logs", ours));
        timing.times(ourRead, 2);
        var medians = timing.interleaved(List.of(ourRead, intoFile(docker.command("logs", theirs))), rounds(), 1);
        add("`logs` of " + scale.logBytes() / 1_000_000 + " MB to a file", medians.get(0), medians.get(1), 0.3);
        remove(sampan.command(), List.of(ours));
        remove(docker.command(), List.of(theirs));
    }

    void update() throws IOException {
        List<String> ours = sleeping(sampan.command(), 1);
        List<String> theirs = sleeping(docker.command(), 1);
        row(
                "`update --cpu-shares`",
                sampan.command("update", "--cpu-shares", "512", ours.getFirst()),
                docker.command("update", "--cpu-shares", "512", theirs.getFirst()),
                0.3);
        remove(sampan.command(), ours);
        remove(docker.command(), theirs);
    }

    /** `rm -f` of many that run. */
    void removeMany() throws IOException {
        int many = quick() ? 5 : 200;
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < rounds(); round++) {
            ours.add(removal(sampan.command(), many));
            theirs.add(removal(docker.command(), many));
        }
        add("`rm -f` of " + many + " running containers", ours, theirs, 0.15);
    }

    private int rounds() {
        return Math.min(3, scale.rounds());
    }

    private static double removal(List<String> engine, int many) throws IOException {
        List<String> ids = sleeping(engine, many);
        long start = System.nanoTime();
        remove(engine, ids);
        return (System.nanoTime() - start) / 1e6;
    }

    private static List<String> sleeping(List<String> engine, int many) throws IOException {
        return repeated(engine, many, "run", "-d", "--network", "none", IMAGE, "sleep", "3600");
    }

    private static List<String> made(List<String> engine, int many) throws IOException {
        return repeated(engine, many, "create", "--network", "none", IMAGE, "true");
    }

    private static List<String> repeated(List<String> engine, int many, String... command) throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            ids.add(Shell.run(line(engine, List.of(command))).strip());
        }
        return ids;
    }

    private String logged(List<String> engine) throws IOException {
        String id = Shell.run(line(
                        engine,
                        List.of(
                                "run",
                                "-d",
                                "--network",
                                "none",
                                "--log-driver",
                                "local",
                                "--log-opt",
                                "max-size=1g",
                                IMAGE,
                                "sh",
                                "-c",
                                LINES + scale.logBytes())))
                .strip();
        Shell.run(line(engine, List.of("wait", id)));
        return id;
    }

    private static List<String> intoFile(List<String> command) {
        return List.of("/bin/sh", "-ec", "f=$(mktemp); " + String.join(" ", command) + " > $f; rm $f");
    }

    private static void remove(List<String> engine, List<String> ids) throws IOException {
        List<String> line = line(engine, List.of("rm", "-f"));
        line.addAll(ids);
        Shell.run(line);
    }

    private static List<String> line(List<String> engine, List<String> command) {
        List<String> line = new ArrayList<>(engine);
        line.addAll(command);
        return line;
    }

    private void row(String workload, List<String> ours, List<String> theirs, double goal) throws IOException {
        timing.times(ours, scale.repeats() * 10);
        var medians = timing.interleaved(List.of(ours, theirs), scale.rounds(), scale.repeats());
        add(workload, medians.get(0), medians.get(1), goal);
    }

    private void add(String workload, List<Double> ours, List<Double> theirs, double goal) {
        table.add(new Table.Row(
                workload,
                "%.2f ms".formatted(Statistics.median(ours)),
                "%.2f ms".formatted(Statistics.median(theirs)),
                Statistics.ratio(ours, theirs),
                goal,
                true));
    }
}
