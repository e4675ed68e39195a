package sampan.runtime.launch;

import java.util.Optional;
import sampan.oci.spec.Implements;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#linux-process">config.md#linux-process</a>, oomScoreAdj.
 *
 * <p>A child of a user namespace may not write its own, so the parent takes it on around the clone, and then its own again. So it does for one that joins a container:
 * the child would need a proc of its own, and the kernel waits for all processors when that goes.
 */
@Implements(value = "config.md#linux-process", properties = "process.oomScoreAdj")
final class OomScore {
    private static final int LOWEST = -1000;
    private static final int HIGHEST = 1000;
    private static final int LONGEST = 16;

    private OomScore() {}

    static void compile(Launch launch) {
        Integer score = launch.process().oomScoreAdj();
        if (score == null || launch.remapped()) {
            return;
        }
        begin(launch, score);
        PrivateProc.ensure(launch);
        PrivateProc.write(launch, "self/oom_score_adj", Integer.toString(score));
    }

    private static Script begin(Launch launch, int score) {
        if (score < LOWEST || score > HIGHEST) {
            throw new InvalidSpecException("process.oomScoreAdj: " + score + " is not in -1000..1000");
        }
        return launch.script()
                .purpose("oom_score_adj " + score, "who goes first when memory runs out", "proc_pid_oom_score_adj(5)")
                .blame("write /proc/self/oom_score_adj: %ERROR%");
    }

    static void take(Launch launch) {
        if (launch.remapped()) {
            lend(launch);
        }
    }

    /** In the parent, whose child is born with it. */
    static void lend(Launch launch) {
        Integer score = launch.process().oomScoreAdj();
        if (score == null) {
            return;
        }
        Script script = begin(launch, score);
        script.call(
                        Syscall.OPENAT,
                        Argument.AT_FDCWD,
                        Argument.of("/proc/self/oom_score_adj"),
                        Symbol.all(Symbol.O_RDWR, Symbol.O_CLOEXEC))
                .into(launch.register("oom score"));
        Buffer old = Buffer.space(LONGEST, "&old");
        launch.oldScore(old);
        script.call(Syscall.READ, launch.value("oom score"), Argument.of(old), Argument.of(LONGEST))
                .into(launch.register("length of the old score"));
        String text = Integer.toString(score);
        script.call(Syscall.WRITE, launch.value("oom score"), Argument.of(text), Argument.of(text.length()));
    }

    /** In the child: nothing of the host's proc comes into the container. */
    static void letGo(Launch launch) {
        if (launch.oldScore().isPresent()) {
            launch.script().call(Syscall.CLOSE, launch.value("oom score"));
        }
    }

    static void giveBack(Launch launch) {
        Integer score = launch.process().oomScoreAdj();
        Optional<Buffer> old = launch.oldScore();
        if (score != null && old.isPresent()) {
            begin(launch, score)
                    .call(
                            Syscall.WRITE,
                            launch.value("oom score"),
                            Argument.of(old.get()),
                            launch.value("length of the old score"));
        }
    }
}
