package sampan.bench;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** An engine or runtime that takes part: started once, asked for command lines, stopped at the end. */
interface Contestant extends AutoCloseable {
    /** As the table names it, with its version. */
    String name();

    /** Starts what has to be resident; does nothing when it runs. */
    void start() throws IOException;

    /** Ends what {@link #start} started. */
    void stop() throws IOException;

    /** The command line that runs a new container of the busybox image without a network, removed at its end. */
    List<String> run(String... command);

    /** The pids of every process of this engine, containers' own processes left out. */
    Set<Long> processes();

    @Override
    void close() throws IOException;
}
