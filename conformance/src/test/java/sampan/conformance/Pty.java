package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A terminal whose every byte counts, both ways: where a {@link Screen} shows what a person sees. */
final class Pty implements AutoCloseable {
    private final Process driver;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Thread reader;

    private Pty(Process driver) {
        this.driver = driver;
        reader = Thread.ofPlatform().daemon().start(() -> read(driver.getInputStream()));
    }

    /** A command of an engine's on a terminal of 80 x 24; the driver is {@code pty.c}. */
    static Pty run(Path driver, Sampan sampan, String... arguments) {
        return start(driver, sampan.command(arguments));
    }

    /** The same for a line of the shell. */
    static Pty shell(Path driver, Sampan sampan, String line) {
        ProcessBuilder command = sampan.command();
        return start(driver, command.command("/bin/sh", "-c", line));
    }

    static Pty start(Path driver, ProcessBuilder command) {
        List<String> line = new ArrayList<>(List.of(driver.toString(), "24", "80"));
        line.addAll(command.command());
        command.environment().put("TERM", "xterm");
        command.environment().remove("NO_COLOR");
        try {
            return new Pty(command.command(line).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(InputStream stream) {
        byte[] chunk = new byte[65536];
        try (stream) {
            for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
                synchronized (shown) {
                    shown.write(chunk, 0, n);
                }
            }
        } catch (IOException gone) {
            // The terminal was taken away.
        }
    }

    void type(byte[] bytes) {
        try {
            driver.getOutputStream().write(bytes);
            driver.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void type(String text) {
        type(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] bytes() {
        synchronized (shown) {
            return shown.toByteArray();
        }
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    void shows(String text) {
        await().untilAsserted(() -> assertThat(text()).contains(text));
    }

    /** The command's exit code, when everything it showed has been read. */
    int end() {
        try {
            assertThat(Patience.ends(driver)).as(text()).isTrue();
            reader.join(Duration.ofSeconds(10));
            return driver.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** As a closed window, or a broken line. */
    void vanish() {
        driver.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        driver.destroyForcibly().onExit().join();
    }
}
