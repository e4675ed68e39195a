package sampan.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All workloads in the order in which they are measured, and their tables. */
final class Programme implements AutoCloseable {
    static final List<String> NAMES = List.of(
            "version",
            "run",
            "exec",
            "rate",
            "logs",
            "memory",
            "runtime",
            "small",
            "update",
            "read-logs",
            "cp",
            "images",
            "registry",
            "crowd",
            "start",
            "bridge",
            "ports",
            "neighbours",
            "end",
            "published",
            "names",
            "api",
            "api-running",
            "api-crowd",
            "api-logs",
            "api-cp",
            "api-memory",
            "events",
            "flood");

    private final Bench bench;
    private final Path state;
    private final Table launch = new Table("Starting containers");
    private final Table everyday = new Table("Everyday commands");
    private final Table images = new Table("Images");
    private final Table runtime = new Table("The runtime");
    private final Table networks = new Table("Networks");
    private final Table api = new Table("Docker's API, by the same client");
    private @Nullable TwoHosts hosts;

    /** @param state a folder in memory */
    Programme(Bench bench, Path state) {
        this.bench = bench;
        this.state = state;
    }

    /** @param chosen names; none: all */
    void run(Collection<String> chosen) throws IOException {
        for (String name : NAMES) {
            if (chosen.isEmpty() || chosen.contains(name)) {
                measure(name);
            }
        }
    }

    private void measure(String name) throws IOException {
        switch (name) {
            case "version" -> new LaunchWorkloads(bench, launch).version();
            case "run" -> new LaunchWorkloads(bench, launch).run();
            case "exec" -> new LaunchWorkloads(bench, launch).exec();
            case "rate" -> new LaunchWorkloads(bench, launch).startRate();
            case "logs" -> new LaunchWorkloads(bench, launch).logs();
            case "memory" -> new LaunchWorkloads(bench, launch).memoryPerContainer();
            case "start" -> new LaunchWorkloads(bench, launch).coldStartAndIdleMemory();
            case "registry" -> new RegistryWorkloads(bench, images).all();
            case "runtime" -> new RuntimeWorkloads(bench, runtime, state).all();
            default -> measureEveryday(name);
        }
    }

    private void measureEveryday(String name) throws IOException {
        switch (name) {
            case "small" -> new EverydayWorkloads(bench, everyday).small();
            case "update" -> new EverydayWorkloads(bench, everyday).update();
            case "read-logs" -> new EverydayWorkloads(bench, everyday).readLogs();
            case "crowd" -> new EverydayWorkloads(bench, everyday).crowd();
            case "cp" -> new FileWorkloads(bench, everyday).copy();
            case "images" -> new FileWorkloads(bench, everyday).images();
            default -> measureNetworks(name);
        }
    }

    private void measureNetworks(String name) throws IOException {
        switch (name) {
            case "bridge" -> new NetworkWorkloads(atHosts(), networks).run();
            case "ports" -> new NetworkWorkloads(atHosts(), networks).ports();
            case "neighbours" -> new NetworkWorkloads(atHosts(), networks).neighbours();
            case "end" -> new NetworkWorkloads(atHosts(), networks).end();
            case "published" -> new TrafficWorkloads(atHosts(), networks).published();
            case "names" -> new TrafficWorkloads(atHosts(), networks).names();
            default -> measureApi(name);
        }
    }

    private void measureApi(String name) throws IOException {
        switch (name) {
            case "api" -> new ApiWorkloads(atHosts(), api).run();
            case "api-running" -> new ApiWorkloads(atHosts(), api).running();
            case "api-crowd" -> new ApiWorkloads(atHosts(), api).crowd();
            case "api-logs" -> new ApiWorkloads(atHosts(), api).logs();
            case "api-cp" -> new ApiWorkloads(atHosts(), api).copy();
            case "api-memory" -> new ApiWorkloads(atHosts(), api).memory();
            case "events" -> new BusyWorkloads(atHosts(), api).events();
            case "flood" -> new BusyWorkloads(atHosts(), api).flood();
            default -> throw new IllegalArgumentException(name);
        }
    }

    /** Started with the first workload that needs them. */
    private Bench atHosts() throws IOException {
        TwoHosts started = hosts;
        if (started == null) {
            started = TwoHosts.start(bench);
            hosts = started;
        }
        return bench.at(started);
    }

    /** Those with rows. */
    String tables() {
        return Stream.of(launch, everyday, images, runtime, networks, api)
                .filter(table -> !table.isEmpty())
                .map(Table::toString)
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() throws IOException {
        if (hosts != null) {
            hosts.close();
        }
    }
}
