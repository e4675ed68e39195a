package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves anything behind: mounts, cgroups, processes, namespaces, network links, nft tables,
 * temporary folders, or descriptors of this JVM.
 *
 * <p>Tear-down is asynchronous by design, so what is still there has time to go.
 */
final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(LeakCheck.class);
    private static final Set<Path> SUPERVISED = supervised();

    /** What dockerd and Podman keep their containers' cgroups in, and leave there for the next one: nothing of ours has such a name. */
    private static final Set<String> OF_PEERS = Set.of("docker", "libpod_parent");

    /** Everything a container engine could forget, each thing as one line that names it. */
    static Set<String> everything() {
        var all = new TreeSet<String>();
        Proc.read(Path.of("/proc/self/mountinfo"))
                .lines()
                .map(line -> "mount " + line.split(" ")[4])
                .forEach(all::add);
        cgroups().forEach(all::add);
        processes().forEach(all::add);
        namespaces().forEach(all::add);
        Proc.read(Path.of("/proc/self/net/dev"))
                .lines()
                .skip(2)
                .map(line -> "link " + line.strip().split(":")[0])
                .forEach(all::add);
        nftTables().forEach(all::add);
        list(Path.of(System.getProperty("java.io.tmpdir")))
                .map(path -> "folder " + path)
                .filter(line -> line.matches(".*(sampan|libzstd|libnetty).*"))
                .forEach(all::add);
        return all;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (Sampan.isCommon()) {
            context.getRoot().getStore(HERE).computeIfAbsent("all", _ -> closedAtTheEnd());
        } else {
            context.getStore(HERE).put("before", everything());
        }
    }

    /** Classes that share an engine are looked at together: what is the engine's own would be in the way of each one's look. */
    private static AutoCloseable closedAtTheEnd() {
        Set<String> before = everything();
        return () -> {
            Sampan.endCommon();
            nothingLeft(before, "all tests");
        };
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (!Sampan.isCommon()) {
            @SuppressWarnings("unchecked")
            Set<String> before = context.getStore(HERE).get("before", Set.class);
            nothingLeft(before, context.getDisplayName());
        }
    }

    private static void nothingLeft(Set<String> before, String who) {
        await().untilAsserted(() -> {
            Set<String> left = everything();
            left.removeAll(before);
            assertThat(left).as("left behind by " + who).isEmpty();
        });
    }

    /**
     * Where whoever started this JVM keeps the cgroups of what it starts: other work of that supervisor comes and goes beside this JVM
     * and is no container's. systemd's scopes are looked at all the same.
     */
    private static Set<Path> supervised() {
        return Proc.read(Path.of("/proc/self/cgroup"))
                .lines()
                .map(line -> line.split(":", 3))
                .filter(line -> line[2].lastIndexOf('/') > 0)
                .map(line -> Path.of("/sys/fs/cgroup", line[1], line[2]).getParent())
                .collect(Collectors.toSet());
    }

    private static Set<String> cgroups() {
        var found = new TreeSet<String>();
        try {
            Files.walkFileTree(Path.of("/sys/fs/cgroup"), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    if (OF_PEERS.contains(folder.getFileName().toString())
                            || SUPERVISED.contains(folder.getParent())
                                    && !folder.toString().endsWith(".scope")) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    found.add("cgroup " + folder);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static Set<String> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> !Proc.arguments(process.pid()).isEmpty()
                        || Proc.read(Path.of("/proc/" + process.pid() + "/comm"))
                                .startsWith("sampan"))
                .filter(process ->
                        Proc.read(Path.of("/proc/" + process.pid() + "/comm")).startsWith("sampan")
                                || Proc.arguments(process.pid()).contains("sampan-test")
                                || isolated(process.pid()))
                .map(process -> "process " + process.pid() + " " + Proc.arguments(process.pid()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Lives in another pid namespace than this JVM: a container's process. */
    private static boolean isolated(long pid) {
        String theirs = namespace(pid, "pid");
        return !theirs.isEmpty()
                && !theirs.equals(namespace(ProcessHandle.current().pid(), "pid"));
    }

    private static Set<String> namespaces() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> Stream.of("mnt", "net", "uts", "ipc", "user", "cgroup", "time")
                        .map(kind -> namespace(process.pid(), kind)))
                .filter(name -> !name.isEmpty())
                .map(name -> "namespace " + name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String namespace(long pid, String kind) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + kind))
                    .toString();
        } catch (IOException _) {
            return "";
        }
    }

    private static Set<String> nftTables() {
        if (!Files.isExecutable(Path.of("/usr/sbin/nft"))) {
            return Set.of();
        }
        try {
            Process nft = new ProcessBuilder("/usr/sbin/nft", "list", "tables")
                    .redirectErrorStream(true)
                    .start();
            return new String(nft.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> "nft " + line)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
