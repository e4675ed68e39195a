package sampan.core.top;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;
import sampan.kernel.file.Memfd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Seek;
import sampan.kernel.process.Child;
import sampan.kernel.process.Spawn;

/** The host's ps(1). */
final class PsProgram {
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/bin/ps"), Path.of("/bin/ps"), Path.of("/usr/local/bin/ps"));
    private static final List<String> ENVIRONMENT = List.of("PATH=/usr/bin:/bin:/usr/sbin:/sbin");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LARGEST = 64 << 20;

    private PsProgram() {}

    /** What it printed, and why it failed if it did. */
    record Output(String text, Optional<String> error) {}

    static Output run(List<String> options) throws IOException, InterruptedException {
        if (options.stream().anyMatch(option -> option.indexOf('\0') >= 0)) {
            throw new EngineException.InvalidArgument("ps: no argument of a program has a NUL byte");
        }
        Path program = PLACES.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new EngineException.SystemError("ps: exec: \"ps\": executable file not found in $PATH", null));
        try (Fd binary = Open.open(program, OpenFlags.O_PATH);
                Fd nothing = Open.open(Path.of("/dev/null"), OpenFlags.O_RDONLY);
                Fd out = Memfd.create("ps");
                Fd err = Memfd.create("ps errors");
                Child child = Spawn.start(new Spawn.Command(
                        binary,
                        Stream.concat(Stream.of("ps"), options.stream()).toList(),
                        ENVIRONMENT,
                        List.of(),
                        Spawn.Stdio.of(nothing, out, err)))) {
            boolean failed = !succeeds(child);
            return new Output(content(out), failed ? Optional.of(reason(content(err))) : Optional.empty());
        }
    }

    private static boolean succeeds(Child child) throws IOException {
        return child.endWithin(PATIENCE) == 0;
    }

    private static String content(Fd file) throws IOException {
        Seek.to(file, 0);
        return new String(Read.all(file, LARGEST), StandardCharsets.UTF_8);
    }

    private static String reason(String errors) {
        return "ps: "
                + errors.lines().findFirst().filter(line -> !line.isEmpty()).orElse("failed");
    }
}
