package sampan.runtime.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.kernel.Fd;
import sampan.kernel.process.Pidfd;
import sampan.kernel.socket.Message;
import sampan.oci.spec.Implements;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Seccomp;
import sampan.oci.spec.Spec;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp">config-linux.md#seccomp</a>, the program
 * at listenerPath, which decides on system calls.
 *
 * @param path of its socket
 */
@Implements(
        value = "config-linux.md#seccomp",
        properties = {"linux.seccomp.listenerPath", "linux.seccomp.listenerMetadata"})
record SeccompAgent(Context context, String path, @Nullable String metadata) {
    private static final String ACTION = "SCMP_ACT_NOTIFY";
    private static final String WHERE = "linux.seccomp.listenerPath: ";

    static SeccompAgent of(Context context, Spec spec) throws RuntimeFailure {
        Optional<Seccomp> section = section(spec);
        Optional<String> path = section.map(Seccomp::listenerPath).filter(text -> text.startsWith("/"));
        if (path.isEmpty()) {
            throw pathless();
        }
        return new SeccompAgent(context, path.get(), section.get().listenerMetadata());
    }

    /** Before anything is made: an action that needs an agent has one. */
    static void check(Spec spec) throws RuntimeFailure {
        Optional<Seccomp> notifying = section(spec)
                .filter(section -> section.syscalls().stream().anyMatch(rule -> ACTION.equals(rule.action())));
        if (notifying.isPresent()
                && notifying
                        .map(Seccomp::listenerPath)
                        .filter(text -> text.startsWith("/"))
                        .isEmpty()) {
            throw pathless();
        }
    }

    private static Optional<Seccomp> section(Spec spec) {
        return Optional.ofNullable(spec.linux()).map(Linux::seccomp);
    }

    private static RuntimeFailure pathless() {
        return new RuntimeFailure(WHERE + "an absolute path is needed with " + ACTION);
    }

    /**
     * Takes the listener out of the process, and hands it to the agent.
     *
     * @param number of the listener's descriptor once the filter is loaded
     */
    void take(ControlChannel.Newborn process, int number, Map<String, Object> container)
            throws IOException, RuntimeFailure {
        Optional<Fd> listener = Pidfd.descriptor(process.pidfd(), number);
        while (listener.isEmpty()) {
            context.invocation().pause(1);
            if (Pidfd.ended(process.pidfd())) {
                throw new RuntimeFailure(
                        "unable to start container process: it ended when its seccomp filter was loaded");
            }
            listener = Pidfd.descriptor(process.pidfd(), number);
        }
        try (Fd found = listener.get();
                Fd agent = context.connect(path)) {
            Message.send(agent, state(process.pid(), container), List.of(found));
        } catch (RuntimeFailure failed) {
            throw failed.after(WHERE);
        }
    }

    private byte[] state(int pid, Map<String, Object> container) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("ociVersion", container.get("ociVersion"));
        state.put("fds", List.of("seccompFd"));
        state.put("pid", pid);
        if (metadata != null && !metadata.isEmpty()) {
            state.put("metadata", metadata);
        }
        state.put("state", container);
        return GoJson.line(state).getBytes(StandardCharsets.UTF_8);
    }
}
