package sampan.runtime.command.life;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Pipe;
import sampan.kernel.file.Poll;
import sampan.kernel.socket.Datagram;
import sampan.kernel.socket.Message;
import sampan.kernel.socket.PeerCredentials;
import sampan.kernel.socket.Received;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Spec;
import sampan.runtime.command.call.Invocation;
import sampan.runtime.command.call.Paths;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.state.ContainerRecord;
import sampan.runtime.state.SavedContainer;

/**
 * sd_notify(3) for a container whose caller is a service: the container has a socket of its own, and what it says of being ready is said to
 * the caller's service manager, in the caller's name. Nothing else of what it says goes out.
 */
public final class NotifySocket implements AutoCloseable {
    private static final String VARIABLE = "NOTIFY_SOCKET";
    private static final String FOLDER = "notify";
    private static final String NAME = "notify.sock";
    private static final String INSIDE = "/run/notify";
    private static final int FOR_ALL = 0777;
    private static final int LONGEST = 4096;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration ACKNOWLEDGED = Duration.ofSeconds(30);

    private final Invocation invocation;
    private final Fd inside;
    private final Fd manager;

    private NotifySocket(Invocation invocation, Fd inside, Fd manager) {
        this.invocation = invocation;
        this.inside = inside;
        this.manager = manager;
    }

    private static String asked(Context context) {
        return context.invocation().environment().getOrDefault(VARIABLE, "");
    }

    /** With the folder for the socket, and its name, where the caller has such a socket. */
    static Spec adapted(Spec spec, Context context, SavedContainer saved) throws IOException {
        ContainerProcess process = spec.process();
        if (asked(context).isEmpty() || process == null) {
            return spec;
        }
        List<String> env = new ArrayList<>(process.env());
        env.add(VARIABLE + "=" + INSIDE + "/" + NAME);
        return restored(spec, saved).withProcess(process.edit().env(env).build());
    }

    /** With a folder for the socket in any case: of a container that comes from files only these know whether it had one. */
    public static Spec restored(Spec spec, SavedContainer saved) throws IOException {
        saved.makeFolder(FOLDER).close();
        return mounted(spec, saved);
    }

    /** With the folder that the container was made with, if any. */
    public static Spec mounted(Spec spec, SavedContainer saved) throws IOException {
        Optional<Fd> folder = saved.findFolder(FOLDER);
        if (folder.isEmpty()) {
            return spec;
        }
        folder.get().close();
        List<Mount> mounts = new ArrayList<>(spec.mounts());
        mounts.add(Mount.bind(saved.path() + "/" + FOLDER, INSIDE, "bind", "nosuid", "noexec", "nodev", "ro"));
        return spec.withMounts(mounts);
    }

    /** Empty when the caller has no service manager, or the container was made without a socket. To be asked before it runs. */
    public static Optional<NotifySocket> of(Context context, SavedContainer saved) throws IOException, RuntimeFailure {
        String address = asked(context);
        Optional<Fd> folder = address.isEmpty() ? Optional.empty() : saved.findFolder(FOLDER);
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        try (Fd parent = folder.get();
                Fd manager = connect(context.invocation(), address)) {
            Fd inside = Datagram.bind(parent, NAME, FOR_ALL);
            return Optional.of(new NotifySocket(context.invocation(), inside, manager.release()));
        } catch (SyscallException failed) {
            throw new RuntimeFailure("dial unixgram " + address + ": connect: " + Errno.sentence(failed.errno()));
        }
    }

    private static Fd connect(Invocation invocation, String address) throws IOException {
        Path path = Path.of(Paths.absolute(invocation, address));
        Path above = path.getParent();
        if (address.startsWith("@") || above == null) {
            return Datagram.connect(address);
        }
        try (Fd folder = invocation.open(above.toString(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0)) {
            return Datagram.connect(folder, String.valueOf(path.getFileName()));
        }
    }

    /**
     * Waits until the container is ready, or has ended, and passes that on.
     *
     * @param main process that the service manager is to watch from then on
     */
    void await(int main, ContainerRecord container) throws IOException {
        boolean ready = false;
        while (!ready && Loaded.alive(container)) {
            invocation.check();
            ready = Poll.readable(inside, LOOK) && pass(main);
        }
    }

    /** As {@link #await}, while somebody waits for the container's end; closes itself. */
    public void follow(int main, ContainerRecord container) {
        Thread.ofPlatform().name("notify").daemon().start(() -> {
            try (this) {
                await(main, container);
            } catch (IOException nobody) {
                // the service manager or the caller is gone: there is nobody to be told
            }
        });
    }

    private boolean pass(int main) throws IOException {
        Optional<Received> message = Message.receive(inside, LONGEST, 0);
        String text = message.map(got -> new String(got.payload(), StandardCharsets.UTF_8))
                .orElse("");
        Optional<String> ready =
                text.lines().filter(line -> line.startsWith("READY=")).findFirst();
        if (ready.isEmpty()) {
            return false;
        }
        send(ready.get() + "\n");
        send("MAINPID=" + main + "\n");
        acknowledge();
        return true;
    }

    private void send(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            Message.sendAs(
                    manager,
                    bytes,
                    new PeerCredentials(invocation.pid(), invocation.uid(), invocation.gid(), List.of()));
        } catch (SyscallException refused) {
            if (!refused.is(Errno.EPERM) && !refused.is(Errno.ESRCH)) {
                throw refused;
            }
            Message.send(manager, bytes);
        }
    }

    /** The manager looks up by its process who has sent a message: the caller must not end before. */
    private void acknowledge() throws IOException {
        try (Pipe pipe = Pipe.open()) {
            Message.send(manager, "BARRIER=1".getBytes(StandardCharsets.US_ASCII), List.of(pipe.writeEnd()));
            pipe.writeEnd().close();
            Poll.await(pipe.readEnd(), Poll.HUP, ACKNOWLEDGED);
        }
    }

    @Override
    public void close() {
        inside.close();
        manager.close();
    }
}
