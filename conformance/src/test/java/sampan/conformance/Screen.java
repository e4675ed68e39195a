package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A terminal of 80 x 24 with a command on it, typed at and read as a person does: a tmux server of its own. */
final class Screen implements AutoCloseable {
    private final String server;

    private Screen(String server) {
        this.server = server;
    }

    /** Opens a terminal that runs a shell with the engine's roots in its environment. */
    static Screen of(Sampan sampan) {
        var screen = new Screen("sampan-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
        screen.tmux(
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                "80",
                "-y",
                "24",
                "env",
                "SAMPAN_DATA_ROOT=" + sampan.dataRoot(),
                "SAMPAN_EXEC_ROOT=" + sampan.execRoot(),
                "PATH=" + Sampan.binary().getParent() + ":/usr/bin:/bin:/usr/sbin:/sbin",
                "PS1=host> ",
                "/bin/sh");
        return screen;
    }

    /** Types a line and Enter. */
    void type(String line) {
        tmux("send-keys", "-l", line);
        keys("Enter");
    }

    /** Presses keys by tmux's names: {@code C-c}, {@code C-p}, {@code Enter}. */
    void keys(String... keys) {
        var command = new ArrayList<>(List.of("send-keys"));
        command.addAll(List.of(keys));
        tmux(command.toArray(String[]::new));
    }

    void resize(int columns, int rows) {
        tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
    }

    /** What a person sees now. */
    String text() {
        return tmux("capture-pane", "-p");
    }

    /** Waits until the screen shows it. */
    void shows(String text) {
        await().pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(text()).contains(text));
    }

    private String tmux(String... arguments) {
        var command = new ArrayList<>(List.of("tmux", "-L", server));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .directory(Path.of("/").toFile())
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        tmux("kill-server");
    }
}
