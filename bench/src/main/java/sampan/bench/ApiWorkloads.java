package sampan.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The same docker client against both engines, and the API without it. Each row leaves both engines as it found them. */
final class ApiWorkloads extends Workloads {
    private static final int BATCH = 40;
    private static final int WIDTH = 8;
    private static final int WARMING = 10;
    /** Rounds in place of one where a turn takes a fraction of a second and is one run: else a single one that is slow moves the median. */
    private static final int TURNS_FOR_ONE = 3;

    ApiWorkloads(Bench bench, Table table) {
        super(bench, table);
    }

    /** A container of `true` as the client sees it, and by requests alone. */
    void run() throws IOException {
        for (String network : List.of("bridge", "none")) {
            row(
                    "`docker run --rm --network " + network + "`",
                    new Goal.AtMost(0.20),
                    engine -> engine.docker("run", "--rm", "--network", network, LaunchWorkloads.IMAGE, "true"));
            String times = Integer.toString(scale.repeats());
            requests(
                    "… by the API alone",
                    new Goal.AtMost(0.10),
                    engine -> bench.requests(engine, "run", LaunchWorkloads.IMAGE, network, times));
        }
        int batch = Math.min(BATCH, scale.starts());
        longRow(
                batch + " times `docker run --rm`, " + WIDTH + " at once",
                new Goal.AtMost(0.15),
                engine -> shell("seq %d | xargs -P %d -I@@ %s"
                        .formatted(
                                batch,
                                WIDTH,
                                Shell.line(engine.docker("run", "--rm", LaunchWorkloads.IMAGE, "true")))));
    }

    /** What is done to a container that runs. */
    void running() throws IOException {
        String name = named("run", "-d", "busy", "sleep", "3600");
        row("`docker exec` of `true`", new Goal.AtMost(0.35), engine -> engine.docker("exec", name, "true"));
        row("`docker restart -t 0`", new Goal.AtMost(0.1), engine -> engine.docker("restart", "-t", "0", name));
        removeAll();
    }

    /** Many containers, some of which run. The client does not print statistics before half a second is over, whatever it was answered. */
    void crowd() throws IOException {
        int running = scale.running() / 2;
        for (ApiContestant engine : List.of(sampan, docker)) {
            Crowd.created(engine, scale.listed() - running);
        }
        String[] ours = statistics(sampan, running);
        String[] theirs = statistics(docker, running);
        String times = Integer.toString(scale.repeats() * WARMING);
        requests(
                "`GET /containers/json?all=1` with " + scale.listed() + " containers",
                new Goal.AtMost(0.2),
                engine -> bench.requests(engine, "get", "/containers/json?all=1", times, "0"));
        requests(
                "`GET /containers/…/stats` of " + running + " at once",
                new Goal.AtMost(0.05),
                engine -> bench.requests(engine, engine == sampan ? ours : theirs));
        longRow("`docker stats --no-stream` of them", new Goal.None(), engine -> engine.docker("stats", "--no-stream"));
        removeAll();
    }

    /** Starts containers. @return the words of a request for the statistics of each */
    private static String[] statistics(ApiContestant engine, int many) throws IOException {
        return Stream.concat(
                        Stream.of("all"),
                        Crowd.running(engine, many).stream().map(id -> "/containers/" + id + "/stats?stream=0"))
                .toArray(String[]::new);
    }

    /** A container's output into its log, and the log into a file. */
    void logs() throws IOException {
        longRow(logSize() + " of log lines", new Goal.AtMost(0.35), engine -> logged(engine.docker()));
        String ours = bench.talked(sampan);
        String theirs = bench.talked(docker);
        longRow(
                "`docker logs` of " + logSize() + " to a file",
                new Goal.AtMost(0.3),
                engine -> intoFile(engine.docker("logs", engine == sampan ? ours : theirs)));
        removeAll();
    }

    /** What a container takes that does nothing. */
    void memory() throws IOException {
        table.once(
                "PSS per idle container",
                idleContainer(sampan, sampan.docker()),
                idleContainer(docker, docker.docker()),
                "KiB",
                new Goal.AtMost(0.10));
    }

    /** One large file, in and out again. */
    void copy() throws IOException {
        String name = named("create", "--network=none", "files", "true");
        Path file = bench.scratch().resolve("to-copy");
        Path back = bench.scratch().resolve("copied");
        int rounds = scale.rounds() * TURNS_FOR_ONE;
        Shell.run(List.of("touch", file.toString()));
        bench.warm(sampan.docker("cp", file.toString(), name + ":/f"));
        bench.warm(sampan.docker("cp", name + ":/f", back.toString()));
        Shell.run(shell("head -c %d /dev/urandom > %s".formatted((long) scale.copied() << 20, file)));
        String size = "`docker cp` of " + scale.copied() + " MB ";
        longRow(
                size + "into a container",
                new Goal.AtMost(0.5),
                rounds,
                "true",
                engine -> engine.docker("cp", file.toString(), name + ":/f"));
        longRow(
                size + "out of a container",
                new Goal.AtMost(0.5),
                rounds,
                "rm -f " + back,
                engine -> engine.docker("cp", name + ":/f", back.toString()));
        Shell.run(List.of("rm", file.toString(), back.toString()));
        removeAll();
    }

    /** One container of each engine. @return its name */
    private String named(String verb, String option, String name, String... words) throws IOException {
        for (ApiContestant engine : List.of(sampan, docker)) {
            List<String> line = new ArrayList<>(engine.docker(verb, option, "--name", name, LaunchWorkloads.IMAGE));
            line.addAll(List.of(words));
            Shell.run(line);
        }
        return name;
    }

    /** A line of our own client of the API. */
    private void requests(String workload, Goal goal, Line line) throws IOException {
        timing.times(line.of(sampan), WARMING);
        var loads = Load.interleaved(List.of(line.of(sampan), line.of(docker)), scale.rounds());
        table.milliseconds(workload, Load.medians(loads.get(0)), Load.medians(loads.get(1)), goal);
    }
}
