package sampan.cli.command.template;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Failures;
import sampan.cli.flag.Flag;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;
import sampan.kernel.file.Memfd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Seek;
import sampan.kernel.process.Child;
import sampan.kernel.process.Spawn;

/** Who is told that the text has changed: containers by SIGHUP, and a command line. What goes wrong with them is said, and ends nothing. */
final class Notification {
    static final Flag<String> COMMAND = Flag.text("notify", "Run this command line after a change");
    static final Flag<Boolean> OUTPUT = Flag.bool("notify-output", "Show what that command prints");
    static final Flag<String> SIGHUP = Flag.list("notify-sighup", "Send SIGHUP to this container after a change");

    private static final Path SHELL = Path.of("/bin/sh");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LARGEST = 1 << 20;

    private final Call call;

    private Notification(Call call) {
        this.call = call;
    }

    /** The engine runs the command: so it is for callers who are who the engine is. */
    static Notification of(Call call) throws CommandFailure {
        CommandFailure.refuse(
                call.flags().given(COMMAND) && call.invoker().host().user().uid() != 0,
                "--notify runs a command for root only; --notify-sighup tells a container");
        return new Notification(call);
    }

    void send() throws IOException {
        for (String name : call.flags().values(SIGHUP)) {
            try {
                call.engine().containers().find(name).kill("SIGHUP");
            } catch (EngineException failed) {
                call.err().println(Failures.text(failed));
            }
        }
        Optional<String> line = call.value(COMMAND).filter(given -> !given.isEmpty());
        if (line.isPresent()) {
            run(line.get());
        }
    }

    private void run(String line) throws IOException {
        try (Fd shell = Open.open(SHELL, OpenFlags.O_PATH);
                Fd out = Memfd.create("notify")) {
            Spawn.Stdio stdio = new Spawn.Stdio(Optional.empty(), Optional.of(out), Optional.of(out));
            int code = end(Spawn.start(
                    new Spawn.Command(shell, List.of("sh", "-c", line), call.programEnvironment(), List.of(), stdio)));
            Seek.to(out, 0);
            String told = new String(Read.all(out, LARGEST), StandardCharsets.UTF_8);
            if (call.on(OUTPUT) || code != 0) {
                call.err().print(told);
            }
            if (code != 0) {
                call.err().println(line + " ended with " + code);
            }
        }
    }

    private static int end(Child child) throws IOException {
        try (child) {
            return child.endWithin(PATIENCE);
        }
    }
}
