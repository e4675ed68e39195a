package sampan.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How long containers take to start, and what they cost. Each row leaves both engines as it found them. */
final class LaunchWorkloads extends Workloads {
    static final String IMAGE = "localhost/busybox";
    /** A shell command but for its number of bytes. */
    static final String LINES =
            "yes 0123456789012345678901234567890123456789012345678901234567890123456789012345678 | head -c ";

    private static final int ABSOLUTE_KIBIBYTES = 307;
    private static final Goal TENTH = new Goal.AtMost(0.10);

    LaunchWorkloads(Bench bench, Table table) {
        super(bench, table);
    }

    /** `run --rm --network none` of `true`, engine warm: against docker, and against the bare runtime with an equal bundle. */
    void run() throws IOException {
        Bundles bundles = Bundles.of(bench);
        Path bundle = bundles.make("equal", Bundles.Kind.CONFINED);
        bench.warm(sampan.run("true"));
        var medians = timing.interleaved(
                List.of(sampan.run("true"), docker.run("true"), Bundles.run(List.of("/usr/sbin/runc"), bundle)),
                scale.rounds(),
                scale.repeats());
        table.milliseconds("`run --rm` of `true`, against `docker run`", medians.get(0), medians.get(1), TENTH);
        table.milliseconds(
                "`run --rm` of `true`, against bare `runc run`", medians.get(0), medians.get(2), new Goal.AtMost(1.0));
    }

    void exec() throws IOException {
        String ours =
                Shell.run(sampan.command("run", "-d", IMAGE, "sleep", "3600")).strip();
        String theirs =
                Shell.run(docker.command("run", "-d", IMAGE, "sleep", "3600")).strip();
        row(
                "`exec` of `true`",
                new Goal.AtMost(0.15),
                engine -> engine.command("exec", engine == sampan ? ours : theirs, "true"));
        Shell.run(sampan.command("rm", "-f", ours));
        Shell.run(docker.command("rm", "-f", theirs));
    }

    void startRate() throws IOException {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < scale.longRounds(); round++) {
            ours.add(timing.rate(sampan.run("true"), scale.starts(), 8));
            theirs.add(timing.rate(docker.run("true"), scale.starts(), 8));
        }
        table.rates(scale.starts() + " starts, 8 in flight", ours, theirs, new Goal.AtLeast(8));
    }

    void memoryPerContainer() throws IOException {
        double ours = idleContainer(sampan, sampan.command());
        table.once("PSS per idle container", ours, idleContainer(docker, docker.command()), "KiB", TENTH);
        table.once("PSS per idle container, absolute", ours, ABSOLUTE_KIBIBYTES, "KiB", new Goal.AtMost(1.0));
    }

    /** A fresh process of each engine with nothing to do: time to the first answer, then the memory it settles at. */
    void coldStartAndIdleMemory() throws IOException {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < scale.rounds(); round++) {
            ours.add(startTime(sampan));
            theirs.add(startTime(docker));
        }
        table.milliseconds("engine cold start to first answer", ours, theirs, new Goal.AtMost(0.6));
        memoryOfEngines("engine, idle, no containers", new Goal.AtMost(0.75));
    }

    private static double startTime(Contestant engine) throws IOException {
        engine.stop();
        long start = System.nanoTime();
        engine.start();
        return (System.nanoTime() - start) / 1e6;
    }

    void logs() throws IOException {
        longRow(logSize() + " of log lines", new Goal.AtMost(0.35), engine -> logged(engine.command()));
    }

    /** The command line's own cost, against a C program that makes one request on a socket. */
    void version() throws IOException {
        String client = bench.tools().resolve("client").toString();
        Path socket = bench.scratch().resolve("floor.sock");
        Process server = new ProcessBuilder(client, "serve", socket.toString()).start();
        try {
            Ready.await(List.of(client, socket.toString()), server);
            bench.warm(sampan.command("version"));
            var medians = timing.interleaved(
                    List.of(sampan.command("version"), List.of(client, socket.toString())),
                    scale.rounds(),
                    scale.repeats());
            table.milliseconds(
                    "`version`, against a static C client", medians.get(0), medians.get(1), new Goal.AtMost(3));
        } finally {
            Shell.end(server);
        }
    }
}
