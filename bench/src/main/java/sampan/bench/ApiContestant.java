package sampan.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An engine that serves Docker's API, for the same client as every other. */
interface ApiContestant extends Contestant {
    /** Where it serves it. */
    Path socket();

    /** The command line in this engine's network, outside of its containers. */
    List<String> beside(List<String> command);

    /** A command line of the docker client on the PATH. */
    default List<String> docker(String... arguments) {
        String newest = "/usr/local/bin/docker";
        var line = new ArrayList<>(List.of(
                Files.isExecutable(Path.of(newest)) ? newest : "/usr/bin/docker", "--host", "unix://" + socket()));
        line.addAll(List.of(arguments));
        return line;
    }
}
