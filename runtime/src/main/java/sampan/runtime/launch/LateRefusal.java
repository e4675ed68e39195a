package sampan.runtime.launch;

import java.nio.charset.StandardCharsets;
import java.util.List;
import sampan.kernel.Errno;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Label;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * Says on the container's own stderr that its program cannot be executed, when whoever created it has gone: {@code start} only lets it go.
 * (runc does the same.)
 *
 * <p>A launch program cannot look at an error's number, but a child whose call tolerates this one error alone is a child that is still
 * there to say so. That is done only after execve(2) has failed.
 */
final class LateRefusal {
    private static final int[] ERRORS = {Errno.ENOEXEC, Errno.ENOENT, Errno.EACCES};
    private static final int STDERR = 2;
    private static final int P_ALL = 0;

    private LateRefusal() {}

    /** Comes back, having tried to execute each candidate and said why it could not. */
    static void compile(Launch launch, List<String> candidates, Argument argv, Argument envp) {
        if (!Confinement.lets(launch, Syscall.CLONE) || !Confinement.lets(launch, Syscall.WAITID)) {
            return;
        }
        Script script = launch.script();
        for (String candidate : candidates) {
            script.call(Syscall.EXECVE, Argument.of(candidate), argv, envp).tolerateAll();
        }
        for (String candidate : candidates) {
            Label next = script.label();
            script.call(
                            Syscall.FACCESSAT2,
                            Argument.AT_FDCWD,
                            Argument.of(candidate),
                            Symbol.X_OK.argument(),
                            Symbol.AT_EACCESS.argument())
                    .tolerateAll()
                    .elseTo(next);
            for (int error : ERRORS) {
                say(script, candidate, error, argv, envp);
            }
            script.place(next);
        }
    }

    private static void say(Script script, String candidate, int error, Argument argv, Argument envp) {
        Label parent = script.label();
        Label on = script.label();
        script.forkTo(parent, Symbol.SIGCHLD.argument(), Argument.NULL, Argument.NULL, Argument.NULL, Argument.of(0))
                .tolerateAll()
                .elseTo(on);
        script.call(Syscall.EXECVE, Argument.of(candidate), argv, envp).tolerate(error);
        byte[] sentence = ("exec " + candidate + ": " + Errno.sentence(error) + "\n").getBytes(StandardCharsets.UTF_8);
        script.call(
                        Syscall.WRITE,
                        Argument.of(STDERR),
                        Argument.of(Buffer.of(sentence, "the sentence")),
                        Argument.of(sentence.length))
                .tolerateAll();
        script.call(Syscall.EXIT, Argument.of(0));
        script.place(parent);
        script.call(
                        Syscall.WAITID,
                        Argument.of(P_ALL),
                        Argument.of(0),
                        Argument.NULL,
                        Symbol.WEXITED.argument(),
                        Argument.NULL)
                .tolerateAll();
        script.place(on);
    }
}
