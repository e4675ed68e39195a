package sampan.core.caller;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sampan.kernel.process.Child;
import sampan.kernel.process.Pidfd;
import sampan.kernel.process.Poller;

/** Takes ended children out of the table of processes. Children are the process's, not an engine's: so is this thread, begun with the first child. */
final class Reaper {
    private static @Nullable Poller poller;

    private Reaper() {}

    /** Takes the child over. */
    static void reap(Child child) throws IOException {
        AtomicReference<Poller.Registration> registration = new AtomicReference<>();
        Poller thread = poller();
        thread.execute(() -> {
            try {
                registration.set(thread.register(child.pidfd(), Poller.IN, _ -> {
                    if (Pidfd.reap(child.pidfd()).isPresent()) {
                        registration.get().close();
                        child.close();
                    }
                }));
            } catch (IOException e) {
                child.close();
            }
        });
    }

    private static synchronized Poller poller() throws IOException {
        Poller running = poller;
        if (running == null) {
            running = Poller.start("reaper");
            poller = running;
        }
        return running;
    }
}
