package sampan.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What workloads of all kinds have: two engines, and a table with rows of what both do in turn. */
abstract class Workloads {
    final Bench bench;
    final SampanContestant sampan;
    final DockerContestant docker;
    final Timing timing;
    final Scale scale;
    final Table table;

    Workloads(Bench bench, Table table) {
        this.bench = bench;
        this.sampan = bench.sampan();
        this.docker = bench.docker();
        this.timing = bench.timing();
        this.scale = bench.scale();
        this.table = table;
    }

    /** A command line for either engine. */
    @FunctionalInterface
    interface Line {
        List<String> of(ApiContestant engine);
    }

    /** Of something that takes milliseconds. */
    final void row(String workload, Goal goal, Line line) throws IOException {
        bench.warm(line.of(sampan));
        var medians = timing.interleaved(List.of(line.of(sampan), line.of(docker)), scale.rounds(), scale.repeats());
        table.milliseconds(workload, medians.get(0), medians.get(1), goal);
    }

    /** Of something that takes its time. */
    final void longRow(String workload, Goal goal, Line line) throws IOException {
        longRow(workload, goal, "true", line);
    }

    final void longRow(String workload, Goal goal, String before, Line line) throws IOException {
        longRow(workload, goal, scale.rounds(), before, line);
    }

    /** @param before for the shell, ahead of each turn, which begins when the disk has all that was written, and has rested */
    final void longRow(String workload, Goal goal, int rounds, String before, Line line) throws IOException {
        String rest = before + "; sync; sleep 0.5";
        List<Timing.Step<Double>> turns = new ArrayList<>();
        for (ApiContestant engine : List.of(sampan, docker)) {
            turns.add(() -> {
                Shell.run(shell(rest));
                return timing.times(line.of(engine), 1).getFirst();
            });
        }
        var times = Timing.inTurn(turns, rounds);
        table.milliseconds(workload, times.get(0), times.get(1), goal);
    }

    final void removeAll() throws IOException {
        Crowd.removeAll(sampan);
        Crowd.removeAll(docker);
    }

    /**
     * What one of many containers that do nothing takes.
     *
     * @param client a command line without its verb
     * @return KiB
     */
    final double idleContainer(Contestant engine, List<String> client) throws IOException {
        bench.settle();
        double before = Pss.kibibytes(engine.processes());
        List<String> ids = Crowd.running(client, scale.idle());
        bench.settle();
        double each = (Pss.kibibytes(engine.processes()) - before) / scale.idle();
        Crowd.remove(engine, ids);
        return each;
    }

    /** What they have when they have nothing to do. */
    final void memoryOfEngines(String workload, Goal goal) throws IOException {
        bench.settle();
        table.once(
                workload,
                Pss.kibibytes(sampan.processes()) / 1024,
                Pss.kibibytes(docker.processes()) / 1024,
                "MiB",
                goal);
    }

    /** As in the names of rows. */
    final String logSize() {
        return scale.logBytes() / 1_000_000 + " MB";
    }

    /**
     * A container that writes its lines.
     *
     * @param client a command line without its verb
     */
    final List<String> logged(List<String> client) {
        String line = Shell.line(client);
        return shell("id=$(%s run -d %s sh -c '%s'); %s wait $id; %s rm $id"
                .formatted(line, LaunchWorkloads.IMAGE, LaunchWorkloads.LINES + scale.logBytes(), line, line));
    }

    static List<String> intoFile(List<String> command) {
        return shell("f=$(mktemp); " + Shell.line(command) + " > $f; rm $f");
    }

    static List<String> shell(String line) {
        return List.of("/bin/sh", "-ec", line);
    }
}
