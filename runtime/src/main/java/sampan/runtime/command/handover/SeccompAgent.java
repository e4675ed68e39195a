package sampan.runtime.command.handover;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.process.Pidfd;
import sampan.kernel.socket.Message;
import sampan.runtime.command.bundle.SeccompListener;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.json.GoJson;

/** The program at {@code listenerPath}, which decides on system calls: it is handed the descriptor that they come from. */
public record SeccompAgent(Context context, SeccompListener listener) {
    /**
     * Takes the listener out of the process, and hands it to the agent.
     *
     * @param number of the listener's descriptor once the filter is loaded
     */
    public void take(ControlChannel.Newborn process, int number, Map<String, Object> container)
            throws IOException, RuntimeFailure {
        Optional<Fd> found = Pidfd.descriptor(process.pidfd(), number);
        while (found.isEmpty()) {
            context.invocation().pause(1);
            if (Pidfd.ended(process.pidfd())) {
                throw new RuntimeFailure(
                        "unable to start container process: it ended when its seccomp filter was loaded");
            }
            found = Pidfd.descriptor(process.pidfd(), number);
        }
        try (Fd notifier = found.get();
                Fd agent = context.connect(listener.path())) {
            Message.send(agent, state(process.pid(), container), List.of(notifier));
        } catch (RuntimeFailure failed) {
            throw failed.after(SeccompListener.PATH);
        }
    }

    private byte[] state(int pid, Map<String, Object> container) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("ociVersion", container.get("ociVersion"));
        state.put("fds", List.of("seccompFd"));
        state.put("pid", pid);
        if (!listener.metadata().isEmpty()) {
            state.put("metadata", listener.metadata());
        }
        state.put("state", container);
        return GoJson.line(state).getBytes(StandardCharsets.UTF_8);
    }
}
