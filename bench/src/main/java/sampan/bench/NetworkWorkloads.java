package sampan.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Containers on bridges: how they start, and how they go. Each row leaves both engines as it found them. */
final class NetworkWorkloads extends Workloads {
    private static final String NETWORK = "neighbourhood";
    private static final double MOST_OF_A_BRIDGE = 8;
    private static final double MOST_OF_AN_END = 5;

    NetworkWorkloads(Bench bench, Table table) {
        super(bench, table);
    }

    /** `run --rm` of `true` on the usual network, against docker and against no network. */
    void run() throws IOException {
        List<String> ours = sampan.command("run", "--rm", LaunchWorkloads.IMAGE, "true");
        bench.warm(ours);
        bench.warm(sampan.run("true"));
        var medians = timing.interleaved(
                List.of(ours, docker.command("run", "--rm", LaunchWorkloads.IMAGE, "true"), sampan.run("true")),
                scale.rounds(),
                scale.repeats());
        table.milliseconds(
                "`run --rm` of `true` on the default bridge", medians.get(0), medians.get(1), new Goal.AtMost(0.10));
        table.milliseconds(
                "… what that is more than with `--network none`, absolute",
                differences(medians.get(0), medians.get(2)),
                List.of(MOST_OF_A_BRIDGE),
                new Goal.AtMost(1));
    }

    private static List<Double> differences(List<Double> more, List<Double> less) {
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < more.size(); i++) {
            differences.add(more.get(i) - less.get(i));
        }
        return differences;
    }

    /** Start of a container with many published ports, and what they keep in memory. */
    void ports() throws IOException {
        int many = scale.traffic().ports();
        List<String> one = publishing(1);
        List<String> all = publishing(many);
        start(sampan, all);
        List<List<Double>> times = Timing.inTurn(
                List.of(() -> start(sampan, all), () -> start(docker, all), () -> start(sampan, one)),
                scale.longRounds());
        table.milliseconds(
                "`start` with " + many + " published ports", times.get(0), times.get(1), new Goal.AtMost(0.05));
        table.milliseconds("… against our own with one", times.get(0), times.get(2), new Goal.AtMost(1.3));
        table.once("processes for " + many + " ports", residents(sampan), residents(docker), "", new Goal.AtMost(0));
    }

    private static List<String> publishing(int ports) {
        return List.of("-p", "20000-%d:8000-%d".formatted(20_000 + ports - 1, 8000 + ports - 1));
    }

    /** Milliseconds. */
    private double start(Contestant engine, List<String> options) throws IOException {
        String id = made(engine, "create", options);
        double time = timing.times(engine.command("start", id), 1).getFirst();
        Crowd.remove(engine, List.of(id));
        return time;
    }

    /** @return its id */
    private static String made(Contestant engine, String verb, List<String> options) throws IOException {
        List<String> line = new ArrayList<>(engine.command(verb));
        line.addAll(options);
        line.addAll(List.of(LaunchWorkloads.IMAGE, "sleep", "3600"));
        return Shell.run(line).strip();
    }

    private int residents(Contestant engine) throws IOException {
        String plain = made(engine, "run", List.of("-d"));
        int without = engine.processes().size();
        Crowd.remove(engine, List.of(plain));
        String published =
                made(engine, "run", concat("-d", publishing(scale.traffic().ports())));
        int with = engine.processes().size();
        Crowd.remove(engine, List.of(published));
        return with - without;
    }

    private static List<String> concat(String first, List<String> more) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(more);
        return all;
    }

    /** One network with many containers: the last ones against the first ones. */
    void neighbours() throws IOException {
        int many = scale.traffic().neighbours();
        int ends = scale.traffic().ends();
        Shell.run(sampan.command("network", "create", "--subnet", "10.231.0.0/20", NETWORK));
        List<String> line = sampan.command("run", "-d", "--network", NETWORK, LaunchWorkloads.IMAGE, "sleep", "3600");
        bench.warm(sampan.command("run", "--rm", "--network", NETWORK, LaunchWorkloads.IMAGE, "true"));
        List<Double> times = timing.times(line, many);
        table.milliseconds(
                "`run -d` of container " + many + " on one network, against the first",
                times.subList(many - ends, many),
                times.subList(0, ends),
                new Goal.AtMost(1.3));
        Crowd.removeAll(sampan);
        Shell.run(sampan.command("network", "rm", NETWORK));
    }

    /** The kernel takes namespaces and their links apart when it has time; who removes a container does not wait for it. */
    void end() throws IOException {
        for (int i = 0; i < scale.repeats(); i++) {
            removal(sampan, "bridge");
        }
        List<List<Double>> times = Timing.inTurn(
                List.of(
                        () -> removal(sampan, "bridge"),
                        () -> removal(docker, "bridge"),
                        () -> removal(sampan, "none")),
                scale.rounds() * 2);
        table.milliseconds("`rm -f` of a container on the default bridge", times.get(0), times.get(1), new Goal.None());
        table.milliseconds(
                "… what that is more than with `--network none`, absolute",
                differences(times.get(0), times.get(2)),
                List.of(MOST_OF_AN_END),
                new Goal.AtMost(1));
    }

    private double removal(Contestant engine, String network) throws IOException {
        String id = made(engine, "run", List.of("-d", "--network", network));
        return timing.times(engine.command("rm", "-f", id), 1).getFirst();
    }
}
