package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong calls, to runc and to Sampan, about a container that runs: the same code and the same line of the log. */
final class RuncCallsTest extends RuncPairTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec --preserve-fds x ID true",
                "exec --preserve-fds -1 ID true",
                "exec --cgroup bogus:/x ID true",
                "exec --user nobodythere ID true",
                "exec --user 0:nogroup ID true",
                "exec --pid-file /nope/pid ID true",
                "exec --console-socket /nope ID true",
                "exec --console-socket /nope -t ID true",
                "exec --additional-gids x ID true",
                "exec ID",
                "exec --cwd '' ID true",
                "exec --bogus ID true",
                "exec -e =x ID true",
                "exec -e '' ID true",
                "exec ID ''",
                "exec ID /bin/plain",
                "exec ID ./true",
                "exec ID bin/nope",
                "update --memory -5 ID",
                "update --memory-reservation x ID",
                "update --cpu-period x ID",
                "update --cpu-rt-period x ID",
                "update --cpu-rt-runtime x ID",
                "update --cpu-shares x ID",
                "update --blkio-weight x ID",
                "update --pids-limit x ID",
                "update --kernel-memory x ID",
                "update --kernel-memory-tcp x ID",
                "update --bogus ID",
                "update -r /dev/null ID",
                "update",
                "update a b",
                "update --memory 5x ID",
                "kill -a ID BOGUS",
                "ps -f json ID bogus",
                "events --stats --interval 0 ID",
                "events a b",
                "list ID",
                "list -f x",
                "pause",
                "pause a b",
                "resume",
                "delete",
                "delete -f",
                "delete ID d",
                "state ID d",
                "state",
                "start ID d",
                "spec --bogus",
                "spec extra",
                "--log-format x state ID",
                "--bogus list",
                "''",
                "exec --cgroup a:b:c ID true",
                "exec --cgroup a --cgroup b ID true",
                "exec --cgroup '' ID true",
                "exec --cgroup : ID true",
                "exec --cgroup cpu: ID true",
                "exec --cwd x ID true",
                "exec -p '' ID true",
                "exec -p /dev/null ID",
                "exec -u '' ID id",
                "exec -u : ID id",
                "exec -u 1: ID id",
                "exec -u :1 ID id",
                "exec -u 1:2:3 ID id",
                "exec -t=x ID true",
                "exec --detach=maybe ID true",
                "exec --pid-file '' ID true",
                "ps -f '' ID",
                "ps",
                "list -f ''",
                "list extra",
                "events",
                "events --interval '' ID",
                "events --interval 5 ID",
                "events --interval 1h30m --stats ID",
                "events --interval 5ss ID",
                "update --pids-limit '' ID",
                "update --memory '' ID",
                "update --memory 10x ID",
                "update --memory 10mm ID",
                "update --memory .5g ID",
                "update --memory -2 ID",
                "update --cpu-share -1 ID",
                "update --cpu-share 1.5 ID",
                "update --blkio-weight '' ID",
                "delete --force=maybe ID",
                "state ''",
                "state ..",
                "state .hidden",
                "state a:b",
                "start ''",
                "create ID",
                "create -b /etc/passwd d",
                "create --preserve-fds x d",
                "create --no-pivot=maybe d",
                "run -b /nope d",
                "create ''",
                "create ä",
                "pause ''",
                "--version extra",
                "--log-format '' state nope",
                "--log-format json state nope",
                "--debug=x state nope",
                "help nope",
                "-h",
            })
    void aWrongCallEndsAsWithRunc(String line) {
        pair().same(line);
    }

    /** The places differ, and runc has descriptors of its own open; it also tries in vain to set back what it has set. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec --preserve-fds 20 ID true",
                "exec --preserve-fds 2000000000 ID true",
                "update --memory 1 ID",
                "update --cpuset-cpus 99 ID",
                "update --cpuset-mems 99 ID",
                "update --pids-limit 99999999999999 ID",
            })
    void whatTheKernelRefusesIsSaidAsByRunc(String line) {
        assumeTrue(Files.isDirectory(Path.of("/sys/fs/cgroup/memory")), "cgroup version 2 refuses other things");
        String[] words = line.replace("ID", BesideRunc.ID).split(" ");
        Sampan.Result ours = pair().bundle().run(words);
        Sampan.Result runcs = pair().runc(words);
        assertThat(ours.code()).isEqualTo(runcs.code());
        assertThat(placeless(ours.err())).isEqualTo(placeless(runcs.err()));
    }

    private static String placeless(String log) {
        List<String> lines = log.lines().toList();
        return lines.getLast()
                .replaceAll("time=\"[^\"]*\" ", "")
                .replace("/runcs/", "/ours/")
                .replaceAll("(preserved-fd|usage:|/fd/) ?[0-9]+", "$1 N");
    }
}
