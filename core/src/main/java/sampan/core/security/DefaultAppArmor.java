package sampan.core.security;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.file.Memfd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Seek;
import sampan.kernel.file.Write;
import sampan.kernel.process.Child;
import sampan.kernel.process.Pidfd;
import sampan.kernel.process.Signal;
import sampan.kernel.process.Spawn;

/** The profile of containers that name none, loaded into the kernel. (apparmor(7), apparmor_parser(8)) */
public final class DefaultAppArmor {
    /** The profile's name, in the kernel and in {@code inspect}. */
    public static final String NAME = "sampan-default";

    private static final System.Logger LOG = System.getLogger(DefaultAppArmor.class.getName());
    private static final Path LOADED = Path.of("/sys/kernel/security/apparmor/profiles");
    private static final Path PARSER = Path.of("/usr/sbin/apparmor_parser");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LONGEST_ANSWER = 1 << 16;

    private DefaultAppArmor() {}

    /**
     * The default profile's name, once the kernel has it. Empty on a host without AppArmor, and, with a warning, on one where the
     * profile cannot be loaded: its containers run with everything else that confines them.
     */
    public static Optional<String> load(boolean enabled) {
        if (!enabled) {
            return Optional.empty();
        }
        try {
            if (!loaded()) {
                parse();
            }
            return Optional.of(NAME);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "containers run without an AppArmor profile: cannot load " + NAME + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean loaded() throws IOException {
        return Files.exists(LOADED) && Files.readString(LOADED).lines().anyMatch(line -> line.startsWith(NAME + " ("));
    }

    /** The kernel takes compiled profiles only, and the format is the parser's own. */
    private static void parse() throws IOException {
        if (!Files.isExecutable(PARSER)) {
            throw new IOException(PARSER + " is missing (Debian: apt-get install apparmor)");
        }
        try (Fd program = Open.open(PARSER, OpenFlags.O_PATH);
                Fd profile = profile();
                Fd answer = Memfd.create("apparmor_parser");
                Child parser = Spawn.start(new Spawn.Command(
                        program,
                        List.of("apparmor_parser", "--replace", "--skip-cache"),
                        List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin"),
                        List.of(),
                        Spawn.Stdio.of(profile, answer, answer)))) {
            if (!Pidfd.ended(parser.pidfd(), PATIENCE)) {
                Pidfd.trySignal(parser.pidfd(), Signal.KILL);
            }
            if (Pidfd.await(parser.pidfd()).shellCode() != 0) {
                Seek.to(answer, 0);
                throw new IOException(new String(Read.all(answer, LONGEST_ANSWER), StandardCharsets.UTF_8).strip());
            }
        }
    }

    private static Fd profile() throws IOException {
        try (InputStream text = DefaultAppArmor.class.getResourceAsStream("apparmor.profile")) {
            if (text == null) {
                throw new IOException("the profile is not in the jar");
            }
            Fd file = Memfd.create("apparmor.profile");
            Write.fully(file, text.readAllBytes());
            Seek.to(file, 0);
            return file;
        }
    }
}
