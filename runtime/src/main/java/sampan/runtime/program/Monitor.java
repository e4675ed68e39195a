package sampan.runtime.program;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code struct settings} of wire.h, with what the program makes for it.
 *
 * @param terminal the child sends a pty master
 * @param mapping the child waits until its id mappings are written
 * @param made registers by role; absent roles are not made
 */
public record Monitor(
        MonitorSettings settings,
        boolean terminal,
        boolean mapping,
        Optional<Argument.Handed> directory,
        Optional<Argument.Handed> listener,
        List<Argument.Handed> clients,
        Map<Role, Register> made) {
    public Monitor {
        clients = List.copyOf(clients);
        made = Map.copyOf(made);
    }

    /** In the order of the register fields of struct settings. */
    public enum Role {
        PID,
        PIDFD,
        REPORT,
        STDIN,
        STDOUT,
        STDERR,
        PTY,
        OOM,
        BARRIER
    }
}
