package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sampan.kernel.Errno;

/** Makes the inner cgroups, in which containers' cgroups are made, and takes them away. */
public final class CgroupTree {
    /** Enabled for all containers on a pure version 2 host; others when a limit asks for them. */
    private static final List<String> USUAL = List.of("cpuset", "cpu", "io", "memory", "pids");

    /** A cgroup with processes of its own, as the root of a cgroup namespace has, or a threaded one enables nothing. */
    private static final Set<Integer> CANNOT = Set.of(Errno.EBUSY, Errno.EOPNOTSUPP);

    /** For huge pages the kernel's largest number of whole pages, as well. */
    private static final String UNLIMITED = "max|9\\d{18}";

    private final CgroupHost host;

    public CgroupTree(CgroupHost host) {
        this.host = host;
    }

    /** Makes what is missing of the path in every hierarchy, ready for children; what is there is left as it is. */
    public CgroupParent prepare(CgroupPath path) throws IOException {
        Set<String> files = new HashSet<>();
        for (Path mount : mounts()) {
            makeAll(mount, path);
        }
        if (host.mode() == CgroupMode.V2) {
            enable(host, path, new LinkedHashSet<>(USUAL));
        }
        for (Path mount : mounts()) {
            try (Stream<Path> entries = Files.list(path.under(mount))) {
                entries.map(entry -> String.valueOf(entry.getFileName())).forEach(files::add);
            }
        }
        return new CgroupParent(
                reachable(path), path, files, inherited(path, "cpuset.cpus"), inherited(path, "cpuset.mems"));
    }

    /** Whether there is such a cgroup in any hierarchy. */
    public boolean exists(CgroupPath path) {
        return mounts().stream().anyMatch(mount -> Files.exists(path.under(mount)));
    }

    /** Removes the path's cgroups and their parents as far as nothing is in them. */
    public void prune(CgroupPath path) throws IOException {
        Set<String> controllers = enabledFor(path);
        for (Path mount : mounts()) {
            Optional<CgroupPath> level = Optional.of(path);
            while (level.isPresent() && removed(level.get().under(mount))) {
                level = level.get().parent();
            }
        }
        disable(path, controllers);
    }

    /** What limits of containers made cgroup2 manage: on a hybrid host nothing else asks for it in a cgroup of ours. */
    private Set<String> enabledFor(CgroupPath path) throws IOException {
        if (host.mode() != CgroupMode.HYBRID) {
            return Set.of();
        }
        Path directory = path.under(host.unified().orElseThrow());
        return CgroupHost.words(ControlFile.readIfThere(directory.resolve("cgroup.subtree_control"))
                .orElse(""));
    }

    /** The reverse of {@link #enable}, except where somebody else goes by such a limit. */
    private void disable(CgroupPath path, Set<String> controllers) throws IOException {
        if (controllers.isEmpty()
                || path.under(host.unified().orElseThrow()).toFile().exists()) {
            return;
        }
        for (int depth = path.names().size() - 1; depth >= 0; depth--) {
            Path mount = host.unified().get();
            Path directory = depth == 0 ? mount : new CgroupPath(path.names().subList(0, depth)).under(mount);
            Path file = directory.resolve("cgroup.subtree_control");
            for (String controller : controllers) {
                if (Files.exists(file) && !limits(directory, controller)) {
                    ControlFile.write(new CgroupWrite(file, "-" + controller, CANNOT));
                }
            }
        }
    }

    private static boolean limits(Path directory, String controller) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path child : files) {
                try (DirectoryStream<Path> limits = Files.newDirectoryStream(child, controller + ".*max")) {
                    for (Path limit : limits) {
                        if (!ControlFile.read(limit).strip().matches(UNLIMITED)) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    /**
     * Enables controllers of cgroup2 from the mount point down to the path; one that cannot be is left out.
     *
     * @throws NoSuchFileException when a cgroup of the path is gone
     */
    static void enable(CgroupHost host, CgroupPath path, Set<String> controllers) throws IOException {
        Path mount = host.unified().orElseThrow();
        enableIn(mount, controllers);
        for (int depth = 1; depth <= path.names().size(); depth++) {
            enableIn(new CgroupPath(path.names().subList(0, depth)).under(mount), controllers);
        }
    }

    private static void enableIn(Path directory, Set<String> controllers) throws IOException {
        Path file = directory.resolve("cgroup.subtree_control");
        Set<String> enabled = CgroupHost.words(
                ControlFile.readIfThere(file).orElseThrow(() -> new NoSuchFileException(file.toString())));
        Set<String> available = CgroupHost.words(ControlFile.read(directory.resolve("cgroup.controllers")));
        for (String controller : controllers) {
            if (available.contains(controller) && !enabled.contains(controller)) {
                ControlFile.write(new CgroupWrite(file, "+" + controller, CANNOT));
            }
        }
    }

    private Set<Path> mounts() {
        Set<Path> mounts = new LinkedHashSet<>(host.v1().values());
        host.unified().ifPresent(mounts::add);
        return mounts;
    }

    private void makeAll(Path mount, CgroupPath path) throws IOException {
        for (int depth = 1; depth <= path.names().size(); depth++) {
            Path directory = new CgroupPath(path.names().subList(0, depth)).under(mount);
            try {
                Files.createDirectory(directory);
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            if (mount.equals(host.v1().get("cpuset"))) {
                inheritFor(directory);
            }
        }
    }

    /** A new cpuset of version 1 is empty and takes no task; its children shall be copies of it from the start. */
    static void inheritFor(Path directory) throws IOException {
        for (String file : List.of("cpuset.mems", "cpuset.cpus")) {
            Path above = directory.resolveSibling(file);
            ControlFile.write(directory.resolve(file), ControlFile.read(above).strip());
        }
        ControlFile.write(directory.resolve("cgroup.clone_children"), "1");
    }

    private Optional<String> inherited(CgroupPath path, String file) throws IOException {
        Path mount = host.v1().get("cpuset");
        if (mount == null) {
            return Optional.empty();
        }
        Path directory = path.under(mount);
        if (ControlFile.read(directory.resolve("cgroup.clone_children")).strip().equals("1")) {
            return Optional.empty();
        }
        return Optional.of(ControlFile.read(directory.resolve(file)).strip());
    }

    /** The host with what cgroup2 offers below this path, which may be less than at its root. */
    private CgroupHost reachable(CgroupPath path) throws IOException {
        if (host.unified().isEmpty()) {
            return host;
        }
        Path file = path.under(host.unified().get()).resolve("cgroup.controllers");
        Set<String> offered = new HashSet<>(host.unifiedControllers());
        // What is not enabled until a limit asks for it: on a hybrid host that is everything.
        if (host.mode() == CgroupMode.V2) {
            offered.removeAll(USUAL);
            offered.addAll(CgroupHost.words(ControlFile.read(file)));
        }
        return new CgroupHost(host.v1(), host.unified(), offered);
    }

    private static boolean removed(Path directory) throws IOException {
        try {
            Files.delete(directory);
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        } catch (FileSystemException busy) {
            return false;
        }
    }
}
