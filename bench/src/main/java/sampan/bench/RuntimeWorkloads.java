package sampan.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The runtime's command line against crun and runc: equal bundles, state in memory, containers reaped by the stopwatch. */
final class RuntimeWorkloads {
    private static final int LANES = 4;

    private final Bench bench;
    private final Timing timing;
    private final Scale scale;
    private final Table table;
    private final Bundles bundles;
    private final List<String> sampan;
    private final List<String> crun;
    private final List<String> runc;

    /** @param state a folder in memory, as the runtimes' own default is */
    RuntimeWorkloads(Bench bench, Table table, Path state) throws IOException {
        this.bench = bench;
        this.timing = bench.timing();
        this.scale = bench.scale();
        this.table = table;
        this.bundles = Bundles.of(bench);
        this.sampan = on(bench.sampan().runtime(), state.resolve("sampan"));
        this.crun = on(List.of("/usr/bin/crun"), state.resolve("crun"));
        this.runc = on(List.of("/usr/sbin/runc"), state.resolve("runc"));
    }

    private static List<String> on(List<String> runtime, Path state) {
        List<String> line = new ArrayList<>(runtime);
        line.addAll(List.of("--root", state.toString()));
        return line;
    }

    void all() throws IOException {
        cycle();
        run();
        alone();
        rate();
    }

    private void cycle() throws IOException {
        Path bundle = bundles.make("cycle", Bundles.Kind.CONFINED);
        bench.warm(Bundles.cycle(sampan, bundle));
        var medians = timing.interleaved(
                List.of(Bundles.cycle(sampan, bundle), Bundles.cycle(crun, bundle), Bundles.cycle(runc, bundle)),
                scale.rounds(),
                scale.repeats());
        String workload = "`create`, `start`, `delete`, against ";
        table.milliseconds(workload + "crun", medians.get(0), medians.get(1), new Goal.AtMost(0.30));
        table.milliseconds(workload + "runc", medians.get(0), medians.get(2), new Goal.AtMost(0.18));
    }

    private void run() throws IOException {
        run("`run`, against crun", Bundles.Kind.CONFINED, 0.30);
        run("`run` without seccomp, against crun", Bundles.Kind.UNCONFINED, 0.8);
    }

    private void run(String workload, Bundles.Kind kind, double goal) throws IOException {
        Path bundle = bundles.make("run", kind);
        bench.warm(Bundles.run(sampan, bundle));
        var medians = timing.interleaved(
                List.of(Bundles.run(sampan, bundle), Bundles.run(crun, bundle)), scale.rounds(), scale.repeats());
        table.milliseconds(workload, medians.get(0), medians.get(1), new Goal.AtMost(goal));
    }

    /** A JVM for each command. */
    private void alone() throws IOException {
        Path bundle = bundles.make("alone", Bundles.Kind.CONFINED);
        List<String> alone = new ArrayList<>(bench.sampan().runtimeAlone());
        alone.addAll(sampan.subList(sampan.size() - 2, sampan.size()));
        var medians = timing.interleaved(
                List.of(Bundles.run(alone, bundle), Bundles.run(runc, bundle)), scale.longRounds(), 3);
        table.milliseconds("`run` without an engine, against runc", medians.get(0), medians.get(1), new Goal.None());
    }

    private void rate() throws IOException {
        List<Path> all = new ArrayList<>();
        for (int i = 0; i < scale.bundles(); i++) {
            all.add(bundles.make("bundle-" + i, Bundles.Kind.CONFINED));
        }
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < scale.rounds(); round++) {
            ours.add(timing.rate(lanes(sampan, all), all.size()));
            theirs.add(timing.rate(lanes(crun, all), all.size()));
        }
        table.rates(
                all.size() + " bundles, " + LANES + " at a time, against crun", ours, theirs, new Goal.AtLeast(1.5));
    }

    /** Each lane runs its part of the bundles one after the other. */
    private static List<List<String>> lanes(List<String> runtime, List<Path> bundles) {
        List<List<String>> lanes = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            List<String> line = new ArrayList<>();
            for (int i = lane; i < bundles.size(); i += LANES) {
                if (!line.isEmpty()) {
                    line.add(Timing.THEN);
                }
                line.addAll(Bundles.run(runtime, bundles.get(i)));
            }
            lanes.add(line);
        }
        return lanes;
    }
}
