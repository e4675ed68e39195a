package sampan.cli.command.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.CallerZone;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Failures;
import sampan.cli.screen.TopScreen;
import sampan.core.error.EngineException;
import sampan.core.exec.Exec;
import sampan.core.exec.ExecConfig;
import sampan.kernel.Fd;

/** {@code top} without a container: the screen, and between two of it a shell in a container. */
final class LiveScreen {
    private static final List<String> SHELL = List.of("/bin/sh");
    /** Long enough to read one sentence. */
    private static final long READING_MILLIS = 2000;

    private LiveScreen() {}

    static int run(Call call) throws IOException, CommandFailure {
        Map<String, String> environment = call.session().request().environment();
        boolean terminal = call.session().request().isTerminal(0)
                && call.session().request().isTerminal(1);
        if (!terminal || environment.getOrDefault("TERM", "dumb").equals("dumb")) {
            throw new CommandFailure(
                    1,
                    "sampan: 'sampan top' without a container needs a terminal: 'sampan stats' shows the same as text");
        }
        try (TopScreen screen = new TopScreen(call.engine(), call.session(), CallerZone.of(call))) {
            Optional<String> container = screen.show();
            while (container.isPresent()) {
                shell(call, container.get(), environment.getOrDefault("TERM", "xterm"));
                container = screen.show();
            }
        }
        return 0;
    }

    /** Whatever happens in it, the screen comes back. */
    private static void shell(Call call, String container, String term) throws IOException {
        Streams streams = new Streams(true, true, true, true, false);
        ExecConfig config = new ExecConfig(
                SHELL,
                new ArrayList<>(List.of("TERM=" + term)),
                "",
                "",
                false,
                true,
                true,
                call.session().rows(),
                call.session().columns());
        try {
            Exec exec = call.engine().containers().find(container).exec(config);
            try (Fd stream = exec.attach(streams.interests())) {
                exec.start(call.session().caller());
                streams.pump(call, stream);
            }
        } catch (EngineException failed) {
            call.err().println(Failures.text(failed));
            call.session().await(() -> {
                Thread.sleep(READING_MILLIS);
                return true;
            });
        }
    }
}
