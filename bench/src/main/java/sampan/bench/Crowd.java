package sampan.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Many containers of one engine, made by eight callers at once. */
final class Crowd {
    private Crowd() {}

    /** @return their ids */
    static List<String> running(Contestant engine, int many) throws IOException {
        return running(engine.command(), many);
    }

    /** @param client a command line without its verb */
    static List<String> running(List<String> client, int many) throws IOException {
        List<String> line = new ArrayList<>(client);
        line.addAll(List.of("run", "-d", "--network", "none", LaunchWorkloads.IMAGE, "sleep", "3600"));
        return times(many, line);
    }

    static List<String> created(Contestant engine, int many) throws IOException {
        return times(many, engine.command("create", "--network", "none", LaunchWorkloads.IMAGE, "true"));
    }

    private static List<String> times(int many, List<String> command) throws IOException {
        String line = "seq " + many + " | xargs -P 8 -I@@ " + String.join(" ", command);
        return new ArrayList<>(
                Shell.run(List.of("/bin/sh", "-ec", line)).lines().toList());
    }

    static void remove(Contestant engine, List<String> ids) throws IOException {
        List<String> line = new ArrayList<>(engine.command("rm", "-f"));
        line.addAll(ids);
        Shell.run(line);
    }

    /** Whatever is there. */
    static void removeAll(Contestant engine) throws IOException {
        List<String> ids =
                Shell.run(engine.command("ps", "-aq", "--no-trunc")).lines().toList();
        if (!ids.isEmpty()) {
            remove(engine, ids);
        }
    }
}
