package sampan.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** An engine with much to do at once: who listens to its events, and who asks while others do not stop asking. */
final class BusyWorkloads extends Workloads {
    private static final int WIDTH = 8;
    private static final int FLOOD = 64;
    /** The slowest of a hundred answers differs from one round to the next. */
    private static final int STEADY_ROUNDS = 3;

    private static final String PAUSE = "2000";
    private static final double LATEST_EVENT = 5;
    /** How many times as long dockerd takes for a start, at least. */
    private static final int LONGER = 5;

    private static final String STARTS_AND_ENDS =
            "/events?filters=%7B%22event%22%3A%7B%22start%22%3Atrue%2C%22die%22%3Atrue%7D%7D";

    BusyWorkloads(Bench bench, Table table) {
        super(bench, table);
    }

    /** Ends only when every start and every end was heard of. A dockerd, whose starts take so much longer, has fewer of them. */
    void events() throws IOException {
        int many = scale.traffic().events();
        int fewer = Math.max(WIDTH, many / LONGER);
        bench.warm(sampan.run("true"));
        for (int width : List.of(1, WIDTH)) {
            String longest =
                    "events of %d starts and ends, %d at once: the longest delay of a hundred".formatted(many, width);
            List<Double> ours = List.of(heard(sampan, many, width).slowest());
            table.milliseconds(longest + ", absolute", ours, List.of(LATEST_EVENT), new Goal.AtMost(1));
            List<Double> theirs = List.of(heard(docker, fewer, width).slowest());
            table.milliseconds(longest + ", against dockerd with " + fewer, ours, theirs, new Goal.None());
        }
        memoryOfEngines(
                "engine after %d starts, against dockerd after %d".formatted(2 * many, 2 * fewer), new Goal.None());
    }

    private Load heard(ApiContestant engine, int many, int width) throws IOException {
        Process listener = started(bench.requests(engine, "events", STARTS_AND_ENDS, Integer.toString(2 * many)));
        try (BufferedReader output = listener.inputReader()) {
            ready(output);
            timing.rate(engine.run("true"), many, width);
            return Load.parse(output.readLine());
        } finally {
            Shell.end(listener);
        }
    }

    private static void ready(BufferedReader output) throws IOException {
        if (output.readLine() == null) {
            throw new IOException("our client ended");
        }
    }

    private static Process started(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A client that asks now and then, alone, and while another one asks on many connections without end. */
    void flood() throws IOException {
        var times = Timing.<Double>inTurn(
                List.of(() -> asking(sampan), () -> flooded(sampan), () -> asking(docker), () -> flooded(docker)),
                Math.max(STEADY_ROUNDS, scale.rounds()));
        String workload =
                "the slowest of a hundred answers, under a flood on " + FLOOD + " connections, against without";
        table.milliseconds(workload, times.get(1), times.get(0), new Goal.AtMost(2));
        table.milliseconds("… the same of dockerd, for comparison", times.get(3), times.get(2), new Goal.None());
    }

    private double asking(ApiContestant engine) throws IOException {
        String many = Integer.toString(scale.traffic().requests());
        return Load.of(bench.requests(engine, "get", "/_ping", many, PAUSE)).slowest();
    }

    private double flooded(ApiContestant engine) throws IOException {
        Process flood = started(bench.requests(engine, "flood", "/containers/json?all=1", Integer.toString(FLOOD)));
        try (BufferedReader output = flood.inputReader()) {
            ready(output);
            return asking(engine);
        } finally {
            Shell.end(flood);
        }
    }
}
