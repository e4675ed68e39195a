package sampan.runtime.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Descriptor;
import sampan.runtime.program.Register;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/**
 * How a container of the runtime's commands comes to its caller: with the caller's own streams, and a control socket in place of a
 * monitor's frames. Without a monitor the launch process ends at once, and who called, or its subreaper, is the parent then.
 *
 * <p>On the socket come the pid with its pidfd, then an operation that failed or {@link #READY}; end of file means that
 * execve(2) worked.
 *
 * @param monitored a monitor stays, as somebody waits in the foreground
 * @param gate the process waits for its start
 * @param console the terminal's master side goes to a socket of the caller's; else to the monitor
 * @param preserved how many of the caller's descriptors from 3 on the container keeps
 * @param pivot false: the root is moved to its place with mount(2), as on a root file system that cannot be left by pivot_root(2)
 * @param nulls those of the caller's 0, 1 and 2 that are /dev/null
 * @param rootless the caller is not root: the kernel denies setgroups(2), and whose process it is must be seen until its ids are mapped
 */
public record Handover(
        boolean monitored,
        boolean gate,
        boolean console,
        int preserved,
        boolean pivot,
        Set<Integer> nulls,
        boolean rootless) {
    /** In the place of an operation's number: all is made, the process waits for its start. */
    public static final int READY = 0xffff_fff0;

    /** In the place of an operation's number: the process exists and waits while hooks run. */
    public static final int HOOKS = 0xffff_fff1;

    /** In the place of an operation's number: the next new descriptor, whose number follows, is a seccomp filter's listener. */
    public static final int LISTENER = 0xffff_fff2;

    /** In the place of an operation's number: the kernel's answer, negative, to a request about a network device. */
    public static final int DEVICE = 0xffff_fff3;

    /** Descriptors a launch can be handed are fewer, with what else it needs. */
    public static final int MOST_PRESERVED = 32;

    /** struct report: two numbers of 32 bits. */
    public static final int REPORT = 8;

    private static final int FIRST = 3;

    public Handover {
        nulls = Set.copyOf(nulls);
        if (preserved < 0 || preserved > MOST_PRESERVED) {
            throw new InvalidSpecException("at most " + MOST_PRESERVED + " descriptors can be preserved");
        }
    }

    /** Handed over first, each one above its last place: then they move down in order, and none is in another's way. */
    static void claim(Launch launch) {
        launch.request().handover().ifPresent(handover -> {
            for (int i = 0; i < handover.preserved; i++) {
                launch.script().handed(new Descriptor.Preserved(FIRST + i));
            }
        });
    }

    static boolean of(Launch launch) {
        return launch.request().handover().isPresent();
    }

    /** Absent: there is a monitor. */
    static Optional<Handover> alone(Launch launch) {
        return launch.request().handover().filter(handover -> !handover.monitored);
    }

    /** Nobody waits any more when the program is run. */
    static boolean gated(Launch launch) {
        return launch.request().handover().filter(Handover::gate).isPresent();
    }

    static boolean rootless(Launch launch) {
        return launch.request().handover().filter(Handover::rootless).isPresent();
    }

    static boolean hasConsole(Launch launch) {
        return launch.request().handover().filter(Handover::console).isPresent();
    }

    static boolean pivots(Launch launch) {
        return launch.request().handover().map(Handover::pivot).orElse(true);
    }

    static int preserved(Launch launch) {
        return launch.request().handover().map(Handover::preserved).orElse(0);
    }

    /** A handed descriptor in a register, as what the program itself opens is. */
    static void keep(Launch launch, Descriptor handed, String register) {
        Argument.Handed number = launch.script().handed(handed);
        Buffer buffer = Buffer.ints("<" + handed.label() + ">", number.number());
        launch.script().peek(buffer, 0, Integer.BYTES, launch.register(register));
    }

    /** In the parent, last: who is in the container, by number and by descriptor. */
    static void announce(Launch launch) {
        if (!of(launch)) {
            return;
        }
        Script script = launch.script();
        script.purpose("tell the runtime", "the number and the pidfd of the container's process", "unix(7)");
        Passed message = Passed.descriptor();
        script.poke(message.buffer(), Passed.PAYLOAD_AT, launch.register("pid"), Integer.BYTES);
        script.poke(message.buffer(), Passed.FD_AT, launch.register("pidfd"), Integer.BYTES);
        script.call(Syscall.SENDMSG, launch.value(Pipes.REPORT), Argument.of(message.buffer()), Argument.of(0));
    }

    /** The caller's own streams become 0, 1 and 2; the host's /dev/null stays the host's, whoever the process is. */
    static void streams(Launch launch) {
        if (!of(launch) || launch.process().terminal()) {
            return;
        }
        launch.script().purpose("the caller's streams", "0, 1 and 2 of the container's process", "dup(2)");
        for (int number = 0; number < FIRST; number++) {
            boolean nothing = nulls(launch).contains(number);
            Argument stream = nothing && Devices.fresh(launch)
                    ? Devices.nothing(launch)
                    : launch.script().handed(new Descriptor.Stream(number));
            launch.script().call(Syscall.DUP3, stream, Argument.of(number), Argument.of(0));
            if (!nothing) {
                Pipes.give(launch, number);
            }
        }
    }

    private static Set<Integer> nulls(Launch launch) {
        return launch.request().handover().map(Handover::nulls).orElse(Set.of());
    }

    /** Just before all others are closed. */
    static void preserve(Launch launch) {
        int count = preserved(launch);
        if (count == 0) {
            return;
        }
        Script script = launch.script();
        script.purpose("descriptors that are kept", "the caller passes them on, from 3 in order", "sd_listen_fds(3)");
        for (int i = 0; i < count; i++) {
            Argument.Handed handed = script.handed(new Descriptor.Preserved(FIRST + i));
            script.call(Syscall.DUP3, handed, Argument.of(FIRST + i), Argument.of(0));
        }
    }

    /** A word in the place of an operation that failed. */
    static void say(Script script, int word, String text) {
        say(script, script.register(Pipes.REPORT), word, text);
    }

    static void say(Script script, Register told, int word, String text) {
        byte[] report = new byte[REPORT];
        ByteBuffer.wrap(report).order(ByteOrder.LITTLE_ENDIAN).putInt(word);
        script.call(Syscall.WRITE, Argument.of(told), Argument.of(Buffer.of(report, text)), Argument.of(report.length));
    }

    /** Everything is made; what is left is the program itself. */
    static void await(Launch launch) {
        if (!gated(launch)) {
            return;
        }
        Execution.look(launch);
        Script script = launch.script();
        script.purpose("created", "the runtime hears that all is ready, and needs not stay", "fifo(7)");
        say(script, READY, "{ready}");
        script.call(Syscall.CLOSE, launch.value(Pipes.REPORT));
        if (HookSections.reportsStart(launch)) {
            keep(launch, new Descriptor.StartReport(), Pipes.REPORT);
        }
        script.purpose("wait for the start", "a byte comes when somebody says so", "fifo(7)");
        script.call(
                Syscall.READ,
                script.handed(new Descriptor.StartGate()),
                Argument.of(Buffer.space(1, "&byte")),
                Argument.of(1));
    }
}
