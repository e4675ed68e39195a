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

    /** Questions for another container's name, asked from within one. */
    void names() throws IOException {
        List<List<String>> lines = new ArrayList<>();
        for (ApiContestant engine : List.of(sampan, docker)) {
            Shell.run(engine.command("network", "create", NETWORK));
            serving(engine, List.of("--network", NETWORK, "--name", "sought"), "echo", PORT);
            String seeker = serving(engine, List.of("--network", NETWORK), "echo", PORT);
            lines.add(engine.command(
                    "exec",
                    seeker,
                    "/tools/packets",
                    "queries",
                    SERVER,
                    "sought",
                    Integer.toString(scale.traffic().queries()),
                    Integer.toString(IN_FLIGHT)));
        }
        timing.times(lines.getFirst(), WARMING);
        var loads = Load.interleaved(lines, scale.rounds());
        table.rates(
                "questions for a container's name, 16 in flight",
                Load.rates(loads.get(0)),
                Load.rates(loads.get(1)),
                new Goal.AtLeast(2));
        table.milliseconds(
                "… the slowest of a hundred answers, absolute",
                Load.slowest(loads.get(0)),
                List.of(SLOWEST_QUERY),
                new Goal.AtMost(1));
        for (ApiContestant engine : List.of(sampan, docker)) {
            Crowd.removeAll(engine);
            Shell.run(engine.command("network", "rm", NETWORK));
        }
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
