package sampan.core.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import sampan.core.caller.Caller;
import sampan.core.error.EngineException;
import sampan.core.exec.Exec;
import sampan.core.exec.ExecConfig;
import sampan.core.health.Health;
import sampan.core.health.HealthMonitor;
import sampan.core.health.HealthRules;
import sampan.core.monitor.Interest;
import sampan.core.timing.Timings;
import sampan.kernel.Fd;
import sampan.kernel.file.Poll;
import sampan.kernel.file.Read;

/** Runs a health check as an exec of the container, and takes the beginning of its output. */
final class HealthProbe implements HealthMonitor.Probe {
    private static final int LONGEST = 4096;
    private static final int HEADER = 8;
    private static final int STDERR = 2;
    private static final int EXITED = 34;
    private static final Duration SLICE = Duration.ofMillis(100);

    private final Execs execs;
    private final Life life;
    private final ExecSupport support;
    private final Timings timings;

    HealthProbe(Execs execs, Life life, ExecSupport support, Timings timings) {
        this.timings = timings;
        this.execs = execs;
        this.life = life;
        this.support = support;
    }

    /** On a thread of its own: reading what the command prints would block the carrier of a virtual one. */
    @Override
    public Health.Result run(HealthRules rules) throws InterruptedException {
        CompletableFuture<Health.Result> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("health-check").start(() -> result.complete(check(rules)));
        try {
            Health.Result told = result.get();
            timings.healthCheck(told.exitCode() != 0);
            return told;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Health.Result check(HealthRules rules) {
        Instant start = Instant.now();
        List<String> command = rules.command();
        try {
            Exec exec =
                    execs.make(new ExecConfig(command, List.of(), "", "", false, false, false, 0, 0), life, support);
            try (Fd stream = exec.attach(Set.of(Interest.STDOUT, Interest.STDERR))) {
                exec.start(Caller.local());
                Output output = new Output(stream);
                if (!output.readUntil(System.nanoTime() + rules.timeout().toNanos())) {
                    exec.kill();
                    String printed = output.text().isEmpty() ? "" : ": " + output.text();
                    return result(start, -1, "Health check exceeded timeout (" + text(rules.timeout()) + ")" + printed);
                }
                return result(start, output.code(), output.text());
            }
        } catch (EngineException.StartFailure e) {
            return result(start, e.exitCode(), String.valueOf(e.getMessage()));
        } catch (EngineException | IOException e) {
            return result(start, -1, String.valueOf(e.getMessage()));
        }
    }

    private static Health.Result result(Instant start, int code, String output) {
        return new Health.Result(start.toString(), Instant.now().toString(), code, output);
    }

    /** As Go writes it: {@code 1s}, {@code 1m30s}. */
    private static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }

    /** What a monitor tells of a process: its output, and its exit code. */
    private static final class Output {
        private final Fd stream;
        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        private int code = -1;

        Output(Fd stream) {
            this.stream = stream;
        }

        /** False when the time is over before the process. */
        boolean readUntil(long deadline) throws IOException {
            byte[] header = new byte[HEADER];
            while (readable(deadline)) {
                if (Read.fully(stream, header) < HEADER) {
                    return true;
                }
                byte[] payload = new byte[ByteBuffer.wrap(header).getInt(4)];
                Read.fully(stream, payload);
                if (header[0] == EXITED) {
                    code = ByteBuffer.wrap(payload).getInt();
                    return true;
                }
                if (header[0] <= STDERR) {
                    printed.write(payload, 0, Math.min(payload.length, LONGEST - printed.size()));
                }
            }
            return false;
        }

        private boolean readable(long deadline) throws IOException {
            while (System.nanoTime() < deadline) {
                if (Poll.readable(stream, SLICE)) {
                    return true;
                }
            }
            return false;
        }

        int code() {
            return code;
        }

        String text() {
            return printed.toString(StandardCharsets.UTF_8);
        }
    }
}
