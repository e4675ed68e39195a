package sampan.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What people type all day about containers that are there: lists, logs, limits, removal. Each row leaves both engines as it found them. */
final class EverydayWorkloads extends Workloads {
    EverydayWorkloads(Bench bench, Table table) {
        super(bench, table);
    }

    /** The client's and the engine's version, and `ps` with one container. */
    void small() throws IOException {
        row("`version`", new Goal.AtMost(0.25), engine -> engine.command("version"));
        List<String> ours = Crowd.running(sampan, 1);
        List<String> theirs = Crowd.running(docker, 1);
        row("`ps`", new Goal.AtMost(0.25), engine -> engine.command("ps"));
        Crowd.remove(sampan, ours);
        Crowd.remove(docker, theirs);
    }

    void update() throws IOException {
        List<String> ours = Crowd.running(sampan, 1);
        List<String> theirs = Crowd.running(docker, 1);
        List<String> change = List.of("update", "--cpu-shares", "512");
        row(
                "`update --cpu-shares`",
                new Goal.AtMost(0.3),
                engine -> line(engine, change, engine == sampan ? ours : theirs));
        Crowd.remove(sampan, ours);
        Crowd.remove(docker, theirs);
    }

    /** The log of one container into a file. */
    void readLogs() throws IOException {
        String ours = bench.talked(sampan);
        String theirs = bench.talked(docker);
        timing.times(intoFile(sampan.command("logs", ours)), 2);
        longRow(
                "`logs` of " + logSize() + " to a file",
                new Goal.AtMost(0.3),
                engine -> intoFile(engine.command("logs", engine == sampan ? ours : theirs)));
        Crowd.remove(sampan, List.of(ours));
        Crowd.remove(docker, List.of(theirs));
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
                row(
                        "`ps -a` with " + scale.listed() + " containers",
                        new Goal.AtMost(0.2),
                        engine -> engine.command("ps", "-a"));
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
        longRow(
                "`stats --no-stream` of " + half,
                new Goal.AtMost(0.05),
                engine -> line(engine, watch, (engine == sampan ? ours : theirs).subList(0, half)));
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
}
