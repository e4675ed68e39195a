package sampan.core.exec;

import java.util.List;

/**
 * What to run, in the words of Docker's {@code POST /containers/{id}/exec}.
 *
 * @param user empty: the container's
 * @param workingDir empty: the container's
 * @param stdin keep its stdin open for clients
 * @param rows of its first terminal; 0: unknown
 */
public record ExecConfig(
        List<String> cmd,
        List<String> env,
        String user,
        String workingDir,
        boolean privileged,
        boolean tty,
        boolean stdin,
        int rows,
        int columns) {
    public ExecConfig {
        cmd = List.copyOf(cmd);
        env = List.copyOf(env);
    }

    /** A command with the container's own user, folder and environment. */
    public static ExecConfig of(String... cmd) {
        return new ExecConfig(List.of(cmd), List.of(), "", "", false, false, false, 0, 0);
    }
}
