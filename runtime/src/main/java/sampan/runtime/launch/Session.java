package sampan.runtime.launch;

import sampan.kernel.Errno;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** A new session: no controlling terminal, a file mode mask of nought while files are made, keys of its own. */
final class Session {
    private Session() {}

    static void compile(Launch launch) {
        Script script = launch.script();
        script.purpose("a session of its own", "the caller's terminal cannot be reached from here", "setsid(2)");
        script.call(Syscall.SETSID);
        script.call(Syscall.UMASK, Argument.of(0));
    }

    static void keyring(Launch launch) {
        if (!launch.request().newKeyring()) {
            return;
        }
        Script script = launch.script();
        script.purpose("an empty session keyring", "keys are not namespaced", "session-keyring(7)")
                .blame("unable to join session keyring: %ERROR%");
        script.call(
                        Syscall.KEYCTL,
                        Symbol.KEYCTL_JOIN_SESSION_KEYRING.argument(),
                        Argument.of("_ses." + launch.request().id()))
                .tolerate(Errno.ENOSYS, Errno.EPERM);
    }
}
