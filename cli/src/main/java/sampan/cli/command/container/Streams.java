package sampan.cli.command.container;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import sampan.cli.call.Call;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Preferences;
import sampan.cli.flag.Flag;
import sampan.cli.front.AttachFlag;
import sampan.cli.front.AttachResult;
import sampan.cli.value.DetachKeysText;
import sampan.core.container.Container;
import sampan.core.monitor.DetachKeys;
import sampan.core.monitor.Interest;
import sampan.kernel.Fd;

/** Which of the caller's streams are connected to a process, and how. */
record Streams(boolean stdin, boolean stdout, boolean stderr, boolean tty, boolean signals) {
    static final Flag<DetachKeys> DETACH_KEYS = Flag.of(
            "detach-keys", "string", "Keys that leave the container running (ctrl-p,ctrl-q)", DetachKeysText::parse);
    static final Flag<Boolean> SIG_PROXY =
            Flag.bool("sig-proxy", "Pass signals on to the process").initially("true");

    Set<Interest> interests() {
        Set<Interest> interests = EnumSet.noneOf(Interest.class);
        add(interests, Interest.STDIN, stdin);
        add(interests, Interest.STDOUT, stdout);
        add(interests, Interest.STDERR, stderr);
        return interests;
    }

    private Set<AttachFlag> flags() {
        Set<AttachFlag> flags = EnumSet.noneOf(AttachFlag.class);
        add(flags, AttachFlag.STDIN, stdin);
        add(flags, AttachFlag.STDOUT, stdout);
        add(flags, AttachFlag.STDERR, stderr);
        add(flags, AttachFlag.RAW, tty && stdin);
        add(flags, AttachFlag.SIGNALS, signals);
        return flags;
    }

    private static <T> void add(Set<T> set, T item, boolean present) {
        if (present) {
            set.add(item);
        }
    }

    /** A terminal that the caller has not got cannot be given to the process. */
    void requireTerminal(Call call) throws CommandFailure {
        if (tty && stdin && !call.session().request().isTerminal(0)) {
            throw new CommandFailure(1, "the input device is not a TTY");
        }
    }

    /** For a process that gets no signals from here. */
    AttachResult pump(Call call, Fd stream) throws IOException {
        return pump(call, stream, _ -> {});
    }

    AttachResult pump(Call call, Fd stream, Container container) throws IOException {
        return pump(call, stream, signal -> container.kill(String.valueOf(signal)));
    }

    private AttachResult pump(Call call, Fd stream, IntConsumer process) throws IOException {
        byte[] keys = tty && stdin ? detachKeys(call).bytes() : new byte[0];
        return call.session().attach(stream, flags(), keys, process);
    }

    private static DetachKeys detachKeys(Call call) throws IOException {
        Optional<DetachKeys> given = call.value(DETACH_KEYS);
        return given.isPresent() ? given.get() : Preferences.detachKeys(call);
    }

    static boolean proxiesSignals(Call call) {
        return call.value(SIG_PROXY).orElse(true);
    }
}
