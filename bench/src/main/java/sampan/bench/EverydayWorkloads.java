package sampan.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What people type all day about containers that are there: lists, logs, limits, removal. Each row leaves both engines as it found them. */
final class EverydayWorkloads {
    private final Bench bench;
    private final SampanContestant sampan;
    private final DockerContestant docker;
    private final Timing timing;
    private final Scale scale;
    private final Table table;

    EverydayWorkloads(Bench bench, Table table) {
        this.bench = bench;
        this.sampan = bench.sampan();
        this.docker = bench.docker();
        this.timing = bench.timing();
        this.scale = bench.scale();
        this.table = table;
    }

    /** The client's and the engine's version, and `ps` with one container. */
    void small() throws IOException {
        row("`version`", new Goal.AtMost(0.25), "version");
        List<String> ours = Crowd.running(sampan, 1);
        List<String> theirs = Crowd.running(docker, 1);
        row("`ps`", new Goal.AtMost(0.25), "ps");
        Crowd.remove(sampan, ours);
        Crowd.remove(docker, theirs);
    }

    void update() throws IOException {
        List<String> ours = Crowd.running(sampan, 1);
        List<String> theirs = Crowd.running(docker, 1);
        List<String> change = List.of("update", "--cpu-shares", "512");
        compare(
                "`update --cpu-shares`",
                new Goal.AtMost(0.3),
                line(sampan, change, ours),
                line(docker, change, theirs));
        Crowd.remove(sampan, ours);
        Crowd.remove(docker, theirs);
    }

    /** The log of one container into a file. */
    void readLogs() throws IOException {
        String ours = bench.talked(sampan);
        String theirs = bench.talked(docker);
        List<String> ourRead = intoFile(sampan.command("logs", ours));
        timing.times(ourRead, 2);
        var medians =
                timing.interleaved(List.of(ourRead, intoFile(docker.command("logs", theirs))), scale.longRounds(), 1);
        table.milliseconds(
                "`logs` of " + scale.logBytes() / 1_000_000 + " MB to a file",
                medians.get(0),
                medians.get(1),
                new Goal.AtMost(0.3));
        Crowd.remove(sampan, List.of(ours));
        Crowd.remove(docker, List.of(theirs));
    }

    private static List<String> intoFile(List<String> command) {
        return List.of("/bin/sh", "-ec", "f=$(mktemp); " + String.join(" ", command) + " > $f; rm $f");
    }

    /** A host with many containers, some of them running: list all, watch half of those that run, remove those. */
    void crowd() throws IOException {
        List<String> ours = Crowd.created(sampan, scale.listed() - scale.running());
        List<String> theirs = Crowd.created(docker, scale.listed() - scale.running());
        List<Double> ourRemovals = new ArrayList<>();
        List<Double> theirRemovals = new ArrayList<>();
        for (int round = 0; round < (scale.quick() ? 1 : 2); round++) {
            List<String> ourRunning = Crowd.running(sampan, scale.running());
            List<String> theirRunning = Crowd.running(docker, scale.running());
            if (round == 0) {
                row("`ps -a` with " + scale.listed() + " containers", new Goal.AtMost(0.2), "ps", "-a");
                stats(ourRunning, theirRunning);
            }
            ourRemovals.add(removal(sampan, ourRunning));
            theirRemovals.add(removal(docker, theirRunning));
        }
        table.milliseconds(
                "`rm -f` of " + scale.running() + " running containers",
                ourRemovals,
                theirRemovals,
                new Goal.AtMost(0.15));
        Crowd.remove(sampan, ours);
        Crowd.remove(docker, theirs);
    }

    private void stats(List<String> ours, List<String> theirs) throws IOException {
        int half = scale.running() / 2;
        List<String> watch = List.of("stats", "--no-stream");
        var medians = timing.interleaved(
                List.of(line(sampan, watch, ours.subList(0, half)), line(docker, watch, theirs.subList(0, half))),
                scale.longRounds(),
                1);
        table.milliseconds("`stats --no-stream` of " + half, medians.get(0), medians.get(1), new Goal.AtMost(0.05));
    }

    private static double removal(Contestant engine, List<String> ids) throws IOException {
        long start = System.nanoTime();
        Crowd.remove(engine, ids);
        return (System.nanoTime() - start) / 1e6;
    }

    private static List<String> line(Contestant engine, List<String> words, List<String> containers) {
        List<String> line = new ArrayList<>(engine.command());
        line.addAll(words);
        line.addAll(containers);
        return line;
    }

    private void row(String workload, Goal goal, String... words) throws IOException {
        compare(workload, goal, sampan.command(words), docker.command(words));
    }

    private void compare(String workload, Goal goal, List<String> ours, List<String> theirs) throws IOException {
        bench.warm(ours);
        var medians = timing.interleaved(List.of(ours, theirs), scale.rounds(), scale.repeats());
        table.milliseconds(workload, medians.get(0), medians.get(1), goal);
    }
}
