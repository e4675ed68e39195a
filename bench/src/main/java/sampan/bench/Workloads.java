package sampan.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The rows of the table. Each leaves both engines as it found them. */
final class Workloads {
    private static final String LINES =
            "yes 0123456789012345678901234567890123456789012345678901234567890123456789012345678 | head -c ";

    private final SampanContestant sampan;
    private final DockerContestant docker;
    private final RuncBundle bundle;
    private final Timing timing;
    private final Table table;
    private final Scale scale;

    /** How much of each workload is done: a full run, or a small one that only shows that everything works. */
    record Scale(int rounds, int repeats, int starts, int idle, long logBytes) {
        static final Scale FULL = new Scale(7, 15, 200, 50, 200_000_000);
        static final Scale QUICK = new Scale(1, 2, 16, 4, 2_000_000);
    }

    Workloads(
            SampanContestant sampan,
            DockerContestant docker,
            RuncBundle bundle,
            Timing timing,
            Table table,
            Scale scale) {
        this.sampan = sampan;
        this.docker = docker;
        this.bundle = bundle;
        this.timing = timing;
        this.table = table;
        this.scale = scale;
    }

    /** `run --rm --network none` of `true`, engine warm: against docker, and against the bare runtime with an equal bundle. */
    void run() throws IOException {
        warm(sampan.run("true"));
        var medians = timing.interleaved(
                List.of(sampan.run("true"), docker.run("true"), bundle.run("/usr/sbin/runc")),
                scale.rounds(),
                scale.repeats());
        milliseconds("`run --rm` of `true`, against `docker run`", medians.get(0), medians.get(1), 0.10);
        milliseconds("`run --rm` of `true`, against bare `runc run`", medians.get(0), medians.get(2), 1.0);
    }

    void exec() throws IOException {
        String ours = Shell.run(sampan.command("run", "-d", "localhost/busybox", "sleep", "3600"))
                .strip();
        String theirs = Shell.run(docker.command("run", "-d", "localhost/busybox", "sleep", "3600"))
                .strip();
        warm(sampan.command("exec", ours, "true"));
        var medians = timing.interleaved(
                List.of(sampan.command("exec", ours, "true"), docker.command("exec", theirs, "true")),
                scale.rounds(),
                scale.repeats());
        milliseconds("`exec` of `true`", medians.get(0), medians.get(1), 0.15);
        Shell.run(sampan.command("rm", "-f", ours));
        Shell.run(docker.command("rm", "-f", theirs));
    }

    void startRate() throws IOException {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < Math.min(3, scale.rounds()); round++) {
            ours.add(timing.rate(sampan.run("true"), scale.starts(), 8));
            theirs.add(timing.rate(docker.run("true"), scale.starts(), 8));
        }
        table.add(new Table.Row(
                scale.starts() + " starts, 8 in flight",
                "%.0f/s".formatted(Statistics.median(ours)),
                "%.1f/s".formatted(Statistics.median(theirs)),
                Statistics.ratio(ours, theirs),
                8,
                false));
    }

    void memoryPerContainer() throws IOException {
        double ours = idleContainers(
                sampan,
                sampan.command("run", "-d", "--network", "none", "localhost/busybox", "sleep", "3600"),
                sampan.command("rm", "-f"));
        double theirs = idleContainers(
                docker,
                docker.command("run", "-d", "--network", "none", "localhost/busybox", "sleep", "3600"),
                docker.command("rm", "-f"));
        table.add(new Table.Row(
                "PSS per idle container",
                "%.0f KiB".formatted(ours),
                "%.0f KiB".formatted(theirs),
                exact(ours / theirs),
                0.10,
                true));
        table.add(new Table.Row(
                "PSS per idle container, absolute",
                "%.0f KiB".formatted(ours),
                "307 KiB",
                exact(ours / 307.2),
                1.0,
                true));
    }

    private double idleContainers(Contestant engine, List<String> run, List<String> remove) throws IOException {
        settle();
        double before = Pss.kibibytes(engine.processes());
        var ids = new ArrayList<>(remove);
        for (int i = 0; i < scale.idle(); i++) {
            ids.add(Shell.run(run).strip());
        }
        settle();
        double each = (Pss.kibibytes(engine.processes()) - before) / scale.idle();
        Shell.run(ids);
        return each;
    }

    /** A fresh process of each engine with nothing to do: time to the first answer, then the memory it settles at. */
    void coldStartAndIdleMemory() throws IOException {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < Math.min(5, scale.rounds()); round++) {
            ours.add(startTime(sampan));
            theirs.add(startTime(docker));
        }
        milliseconds("engine cold start to first answer", ours, theirs, 0.6);
        settle();
        double idle = Pss.kibibytes(sampan.processes()) / 1024;
        double peer = Pss.kibibytes(docker.processes()) / 1024;
        table.add(new Table.Row(
                "engine, idle, no containers",
                "%.0f MiB".formatted(idle),
                "%.0f MiB".formatted(peer),
                exact(idle / peer),
                0.75,
                true));
    }

    private static double startTime(Contestant engine) throws IOException {
        engine.stop();
        long start = System.nanoTime();
        engine.start();
        return (System.nanoTime() - start) / 1e6;
    }

    void logs() throws IOException {
        String work = LINES + scale.logBytes();
        var medians = timing.interleaved(
                List.of(logged(sampan.command(), work), logged(docker.command(), work)),
                Math.min(3, scale.rounds()),
                1);
        milliseconds(scale.logBytes() / 1_000_000 + " MB of log lines", medians.get(0), medians.get(1), 0.35);
    }

    private static List<String> logged(List<String> engine, String work) {
        String command = String.join(" ", engine);
        return List.of(
                "/bin/sh",
                "-ec",
                "id=$(%s run -d localhost/busybox sh -c '%s'); %s wait $id; %s rm $id"
                        .formatted(command, work, command, command));
    }

    /** 170 MB in 6800 files; a fortieth of them in the small run. */
    void images(Path scratch) throws IOException {
        boolean quick = scale.equals(Scale.QUICK);
        new ImageWorkloads(sampan, docker, timing, table, scratch).loadAndSave(quick ? 170 : 6800, quick ? 1 : 3);
    }

    /** The command line's own cost, against a C program that makes one request on a socket. */
    void version(Path client, Path socket) throws IOException {
        Process server = new ProcessBuilder(client.toString(), "serve", socket.toString()).start();
        try {
            Ready.await(List.of(client.toString(), socket.toString()), server);
            warm(sampan.command("version"));
            var medians = timing.interleaved(
                    List.of(sampan.command("version"), List.of(client.toString(), socket.toString())),
                    scale.rounds(),
                    scale.repeats());
            milliseconds("`version`, against a static C client", medians.get(0), medians.get(1), 3);
        } finally {
            Shell.end(server);
        }
    }

    private void milliseconds(String workload, List<Double> ours, List<Double> theirs, double goal) {
        table.add(new Table.Row(
                workload,
                "%.2f ms".formatted(Statistics.median(ours)),
                "%.2f ms".formatted(Statistics.median(theirs)),
                Statistics.ratio(ours, theirs),
                goal,
                true));
    }

    /** "Engine warm" means warm: the JVM has compiled what the path uses. */
    private void warm(List<String> command) throws IOException {
        timing.times(command, scale.repeats() * 10);
    }

    private static Statistics.Ratio exact(double value) {
        return new Statistics.Ratio(value, value, value);
    }

    private void settle() throws IOException {
        try {
            Thread.sleep(scale.equals(Scale.QUICK) ? 200 : 5000);
        } catch (InterruptedException e) {
            throw new IOException("interrupted while settling", e);
        }
    }
}
