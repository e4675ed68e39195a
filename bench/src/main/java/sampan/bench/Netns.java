package sampan.bench;

import java.util.ArrayList;
import java.util.List;

/** Networks that a process has to itself, with nothing but a loopback, as a host without cards has it. */
final class Netns {
    private Netns() {}

    /** The command in a new one, which goes with its last process. */
    static List<String> fresh(List<String> command) {
        return List.of("/usr/bin/unshare", "--net", "/bin/sh", "-ec", "ip link set lo up; exec " + Shell.line(command));
    }

    /** The command in the one of that process. */
    static List<String> of(Process process, List<String> command) {
        var line = new ArrayList<>(List.of("/usr/bin/nsenter", "--net=/proc/" + process.pid() + "/ns/net", "--"));
        line.addAll(command);
        return line;
    }
}
