package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Files of the host that no container and no image may read, change or add to, and the host's settings that attacks on containers
 * usually end in.
 */
final class Canary implements AutoCloseable {
    private static final List<String> SETTINGS = List.of(
            "/proc/sys/kernel/core_pattern",
            "/proc/sys/kernel/hostname",
            "/proc/sys/kernel/modprobe",
            "/proc/sys/kernel/shmmax",
            "/proc/sys/vm/panic_on_oom",
            "/proc/sys/net/ipv4/ip_default_ttl",
            "/proc/sys/net/ipv4/ip_forward",
            "/proc/self/uid_map");

    private final Path folder;
    private final String secret =
            HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong());
    private final Map<String, String> before;

    private Canary(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("secret"), secret);
        Files.writeString(folder.resolve("program"), "#!/bin/sh\necho " + secret + "\n");
        Files.createDirectories(folder.resolve("full/deep"));
        Files.writeString(folder.resolve("full/deep/secret"), secret);
        Files.createDirectory(folder.resolve("empty"));
        Files.createFile(folder.resolve("void"));
        before = state();
    }

    static Canary make() {
        try {
            return new Canary(Files.createTempDirectory("canary"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A place of it, as a symbolic link of an image would name it. */
    String at(String name) {
        return folder.resolve(name).toString();
    }

    String at() {
        return folder.toString();
    }

    /** The same from below, with more steps up than any root is deep. */
    String relative(String name) {
        return "../../../../../../../../../.." + at(name);
    }

    /** Fails when something of it was changed, added, removed or mounted over. */
    void isUntouched() {
        assertThat(state()).as("the host's files and settings").isEqualTo(before);
    }

    /** Fails when the command printed what it could only have read on the host. */
    Sampan.Result isUnseenIn(Sampan.Result result) {
        assertThat(result.out() + result.err()).doesNotContain(secret);
        return result;
    }

    private Map<String, String> state() {
        var state = new TreeMap<String, String>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                state.put(path.toString(), describe(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SETTINGS.forEach(file -> state.put(file, Proc.read(Path.of(file))));
        var mounts = new TreeSet<String>();
        Proc.read(Path.of("/proc/self/mountinfo"))
                .lines()
                .filter(line -> line.contains(folder.toString()))
                .forEach(mounts::add);
        state.put("mounts", mounts.toString());
        try (Stream<Path> groups = Files.list(Path.of("/sys/fs/cgroup"))) {
            groups.map(group -> group.resolve("release_agent"))
                    .filter(Files::exists)
                    .forEach(agent -> state.put(agent.toString(), Proc.read(agent)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return state;
    }

    /** All that can be changed about a file; the change time tells of what is not listed here. */
    private static String describe(Path path) throws IOException {
        Map<String, Object> status = new TreeMap<>(Files.readAttributes(
                path, "unix:mode,uid,gid,ino,nlink,size,ctime,lastModifiedTime", LinkOption.NOFOLLOW_LINKS));
        return status + (Files.isRegularFile(path) ? new String(Files.readAllBytes(path), UTF_8) : "");
    }

    @Override
    public void close() {
        Sampan.delete(folder);
    }
}
