package sampan.runtime.command.handover;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Rename;
import sampan.kernel.file.Write;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.Spec;
import sampan.runtime.command.call.Invocation;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.Paths;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.call.Words;
import sampan.runtime.command.context.Context;

/**
 * How create, run, restore and exec are asked to start a process.
 *
 * @param gated it waits for its start
 * @param waits the command waits for its end
 * @param preserved descriptors from 3 on that it keeps
 * @param listening how many of those LISTEN_FDS counts
 */
public record LaunchOptions(
        boolean gated,
        boolean waits,
        Optional<String> console,
        Optional<String> pidFile,
        boolean pivot,
        boolean sharedKeyring,
        int preserved,
        int listening) {
    /** After the standard streams. */
    private static final int FIRST = 3;

    public static final List<Option> FLAGS = List.of(
            Option.of("bundle,b", "folder of the bundle (default: the working directory)"),
            Option.of("config,f", "name or path of the specification (default: \"config.json\")"),
            Option.of("console-socket", "AF_UNIX socket that the terminal's master side is sent to"),
            Option.of("pid-file", "file that the process id is written to"),
            Option.bool("no-pivot", "cover the root in place of pivot_root(2), as on a ramdisk"),
            Option.bool("no-new-keyring", "keep the caller's session keyring"),
            Option.of("preserve-fds", "pass N more descriptors on (stdio + $LISTEN_FDS + N) (default: 0)"),
            Option.bool("no-subreaper", "accepted; nothing is reaped here that is not the container's"));

    public static LaunchOptions of(Context context, boolean gated, boolean waits) throws IOException, RuntimeFailure {
        Words words = context.words();
        int listening = listening(context.invocation());
        long more = words.number("preserve-fds").orElse(0);
        checkPreserved(context.invocation(), FIRST + listening, more);
        return new LaunchOptions(
                gated,
                waits,
                words.text("console-socket"),
                words.text("pid-file"),
                !words.on("no-pivot"),
                words.on("no-new-keyring"),
                (int) Math.min(Integer.MAX_VALUE, listening + Math.max(0, more)),
                listening);
    }

    /** Before anything is made. */
    private static void checkPreserved(Invocation invocation, int first, long count)
            throws IOException, RuntimeFailure {
        for (int i = 0; i < count; i++) {
            try {
                invocation.inherited(first + i).close();
            } catch (SyscallException missing) {
                throw new RuntimeFailure("unable to stat preserved-fd " + i + " (of " + count + "): stat /proc/self/fd/"
                        + (first + i) + ": no such file or directory");
            }
        }
    }

    private static int listening(Invocation invocation) throws RuntimeFailure {
        String text = invocation.environment().getOrDefault("LISTEN_FDS", "");
        try {
            return text.isEmpty() ? 0 : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException wrong) {
            throw new RuntimeFailure("unable to convert LISTEN_FDS=" + text);
        }
    }

    /** Nobody would have the terminal, or nobody would use the socket. */
    public void checkConsole(boolean terminal) throws RuntimeFailure {
        boolean detached = !waits;
        if (detached && terminal && console.isEmpty()) {
            throw new RuntimeFailure("cannot allocate tty if runc will detach without setting console socket");
        }
        if ((!detached || !terminal) && console.isPresent()) {
            throw new RuntimeFailure("cannot use console socket if runc will not detach or allocate tty");
        }
    }

    /** Somebody who waits: the monitor tells the end. */
    public Optional<Foreground> foreground(Spec spec, Invocation invocation) throws IOException {
        ContainerProcess process = spec.process();
        boolean terminal = process != null && process.terminal();
        return waits ? Optional.of(Foreground.of(invocation, terminal)) : Optional.empty();
    }

    /** What the process is told of the descriptors it is given. */
    public Spec adapted(Spec spec) {
        ContainerProcess process = spec.process();
        return listening == 0 || process == null ? spec : spec.withProcess(adapted(process));
    }

    public ContainerProcess adapted(ContainerProcess process) {
        if (listening == 0) {
            return process;
        }
        List<String> env = new ArrayList<>(process.env());
        env.add("LISTEN_FDS=" + listening);
        env.add("LISTEN_PID=1");
        return process.edit().env(env).build();
    }

    /** In one step: who reads it reads a whole number. */
    public void writePidFile(Invocation invocation, int pid) throws IOException, RuntimeFailure {
        if (pidFile.isEmpty()) {
            return;
        }
        Path file = Path.of(Paths.absolute(invocation, pidFile.get()));
        Path folder = file.getParent() == null ? file : file.getParent();
        String name = String.valueOf(file.getFileName());
        String temporary = "." + name;
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_NOFOLLOW;
        try (Fd above = invocation.open(folder.toString(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0);
                Fd made = invocation.open(folder.resolve(temporary).toString(), flags, 0666)) {
            Write.fully(made, Integer.toString(pid).getBytes(StandardCharsets.UTF_8));
            Rename.replace(above, temporary, name);
        } catch (SyscallException failed) {
            throw new RuntimeFailure("open " + folder.resolve(temporary) + ": " + Errno.sentence(failed.errno()));
        }
    }
}
