package sampan.runtime.command.hook;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sampan.kernel.Fd;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.Memfd;
import sampan.kernel.file.Write;
import sampan.oci.spec.Hooks;
import sampan.runtime.command.handover.Handing;
import sampan.runtime.command.json.ContainerState;
import sampan.runtime.launch.HookCompiler;
import sampan.runtime.program.Descriptor;
import sampan.runtime.state.ContainerRecord;

/**
 * What a container's process needs for the hooks that it runs itself. The states are written once its pid is known.
 *
 * @param states one for each of {@link #STATUSES}; empty: there are no hooks
 */
public record HookFiles(List<Fd> states) implements AutoCloseable {
    private static final List<String> STATUSES = List.of("creating", "created");

    public static HookFiles of(Hooks hooks) throws IOException {
        List<Fd> states = new ArrayList<>();
        if (HookCompiler.concern(hooks)) {
            for (String status : STATUSES) {
                states.add(Memfd.create("state-" + status));
            }
        }
        return new HookFiles(states);
    }

    public void hand(Handing handing) throws IOException {
        if (states.isEmpty()) {
            return;
        }
        for (int i = 0; i < STATUSES.size(); i++) {
            handing.put(new Descriptor.HookState(STATUSES.get(i)), Fcntl.duplicate(states.get(i)));
        }
        handOutput(handing);
    }

    static void handOutput(Handing handing) throws IOException {
        for (int number = 1; number <= 2; number++) {
            handing.put(new Descriptor.HookOutput(number), Memfd.create("hook-output"));
        }
    }

    public void write(ContainerRecord record) throws IOException {
        int inside = ContainerState.pidInside(record.pid());
        for (int i = 0; i < STATUSES.size(); i++) {
            Write.at(states.get(i), ContainerState.json(record, STATUSES.get(i), inside), 0);
            Memfd.seal(states.get(i));
        }
    }

    @Override
    public void close() {
        states.forEach(Fd::close);
    }
}
