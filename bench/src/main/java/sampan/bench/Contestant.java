package sampan.bench;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** An engine that takes part: started once, asked for command lines, stopped at the end. */
interface Contestant extends AutoCloseable {
    /** Starts what has to be resident; does nothing when it runs. */
    void start() throws IOException;

    /** Ends what {@link #start} started. */
    void stop() throws IOException;

    /** A command line for this engine. */
    List<String> command(String... arguments);

    /** The pids of every process of this engine, containers' own processes left out. */
    Set<Long> processes();

    /** The command line that runs a new container of the busybox image without a network, removed at its end. */
    default List<String> run(String... words) {
        var line = command("run", "--rm", "--network", "none", LaunchWorkloads.IMAGE);
        line.addAll(List.of(words));
        return line;
    }

    /** Leaves no container and no process. */
    @Override
    void close() throws IOException;
}
