package sampan.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What passes through networks that are there: published ports and names. Each row leaves both engines as it found them. */
final class TrafficWorkloads extends Workloads {
    private static final String PORT = "7";
    private static final String PUBLISHED = "18007";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String NETWORK = "named";
    private static final String SERVER = "127.0.0.11";
    private static final int IN_FLIGHT = 16;
    private static final int ASKERS = 4;
    private static final int WARMING = 5;
    private static final double SLOWEST_QUERY = 2;

    TrafficWorkloads(Bench bench, Table table) {
        super(bench, table);
    }

    /** From loopback, where docker-proxy stands between; and, trip by trip in turn with that, to the container's own address, with nothing but the veth between. */
    void published() throws IOException {
        List<String> options = List.of("-p", LOOPBACK + ":" + PUBLISHED + ":" + PORT);
        String ours = serving(sampan, options, "echo", PORT);
        String theirs = serving(docker, options, "echo", PORT);
        String address = Shell.run(
                        sampan.command("inspect", "--format", "{{.NetworkSettings.Networks.bridge.IPAddress}}", ours))
                .strip();
        String trips = Integer.toString(scale.traffic().trips());
        String connections = Integer.toString(scale.traffic().connections());
        var there = Load.interleaved(
                List.of(
                        packets(sampan, "trips", LOOPBACK, PUBLISHED, trips),
                        packets(docker, "trips", LOOPBACK, PUBLISHED, trips)),
                scale.rounds());
        List<String> both = packets(sampan, "turns", LOOPBACK, PUBLISHED, address, PORT, trips);
        List<List<Load>> turns = Timing.<List<Load>>inTurn(List.of(() -> Load.each(both)), scale.rounds())
                .getFirst();
        table.milliseconds(
                "round trip through a published port, against docker-proxy",
                Load.medians(there.get(0)),
                Load.medians(there.get(1)),
                new Goal.AtMost(0.55));
        table.milliseconds(
                "… against the container's own address",
                Load.medians(turns.stream().map(List::getFirst).toList()),
                Load.medians(turns.stream().map(List::getLast).toList()),
                new Goal.AtMost(1.15));
        var made = Load.interleaved(
                List.of(
                        packets(sampan, "connections", LOOPBACK, PUBLISHED, connections),
                        packets(docker, "connections", LOOPBACK, PUBLISHED, connections)),
                scale.rounds());
        table.rates(
                "connections through a published port",
                Load.rates(made.get(0)),
                Load.rates(made.get(1)),
                new Goal.AtLeast(1.6));
        Crowd.remove(sampan, List.of(ours));
        Crowd.remove(docker, List.of(theirs));
    }

    /** Questions for another container's name, asked from within one: by one program, which has enough to do itself, and by several, which ask more than is answered. */
    void names() throws IOException {
        for (ApiContestant engine : List.of(sampan, docker)) {
            Shell.run(engine.command("network", "create", NETWORK));
            serving(engine, List.of("--network", NETWORK, "--name", "sought"), "echo", PORT);
            serving(engine, List.of("--network", NETWORK, "--name", "seeker"), "echo", PORT);
        }
        var alone = questions(1);
        table.rates(
                "questions for a container's name, 16 in flight",
                Load.rates(alone.get(0)),
                Load.rates(alone.get(1)),
                new Goal.None());
        var together = questions(ASKERS);
        table.rates(
                "… by each of " + ASKERS + " who ask at once",
                Load.rates(together.get(0)),
                Load.rates(together.get(1)),
                new Goal.AtLeast(2));
        slowest("… the slowest of a hundred answers to one, absolute", alone.getFirst());
        slowest("… to " + ASKERS + " at once, absolute", together.getFirst());
        for (ApiContestant engine : List.of(sampan, docker)) {
            Crowd.removeAll(engine);
            Shell.run(engine.command("network", "rm", NETWORK));
        }
    }

    /** Of both engines. */
    private List<List<Load>> questions(int askers) throws IOException {
        List<List<String>> lines = new ArrayList<>();
        for (ApiContestant engine : List.of(sampan, docker)) {
            List<String> line = new ArrayList<>(engine.command("exec", "seeker", "/tools/packets", "queries", SERVER));
            line.addAll(List.of("sought", Integer.toString(scale.traffic().queries())));
            line.addAll(List.of(Integer.toString(IN_FLIGHT), Integer.toString(askers)));
            lines.add(line);
        }
        timing.times(lines.getFirst(), WARMING);
        return Load.interleaved(lines, scale.rounds());
    }

    private void slowest(String row, List<Load> ours) {
        table.milliseconds(row, Load.slowest(ours), List.of(SLOWEST_QUERY), new Goal.AtMost(1));
    }

    private List<String> packets(ApiContestant engine, String... words) {
        List<String> line =
                new ArrayList<>(List.of(bench.tools().resolve("packets").toString()));
        line.addAll(List.of(words));
        return engine.beside(line);
    }

    /** @return the id of a container in which our load program runs */
    private String serving(ApiContestant engine, List<String> options, String... words) throws IOException {
        List<String> line = new ArrayList<>(engine.command("run", "-d", "-v", bench.tools() + ":/tools:ro"));
        line.addAll(options);
        line.addAll(List.of(LaunchWorkloads.IMAGE, "/tools/packets"));
        line.addAll(List.of(words));
        return Shell.run(line).strip();
    }
}
