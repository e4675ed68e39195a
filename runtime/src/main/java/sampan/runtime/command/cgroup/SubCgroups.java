package sampan.runtime.command.cgroup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sampan.kernel.cgroup.CgroupHost;
import sampan.kernel.cgroup.CgroupPath;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.launch.Cgroups;

/** {@code exec --cgroup}: cgroups below a container's own that one more process is to be in. */
final class SubCgroups {
    /** Its hierarchy has no controller's name. */
    private static final String UNIFIED = "";

    private final CgroupHost host;
    private final CgroupPath own;
    private final List<String> joins;
    private Optional<String> unified;

    private SubCgroups(CgroupHost host, CgroupPath own, Cgroups joined) {
        this.host = host;
        this.own = own;
        this.joins = new ArrayList<>(joined.joins());
        this.unified = joined.unified();
    }

    /** @param joined what a process is in that nothing is asked for */
    static Cgroups of(CgroupHost host, CgroupPath own, Cgroups joined, List<String> wanted) throws RuntimeFailure {
        SubCgroups below = new SubCgroups(host, own, joined);
        for (String word : wanted) {
            below.add(word, wanted.size() == 1);
        }
        return new Cgroups(
                below.joins.stream().distinct().toList(), below.unified, Optional.empty(), List.of(), List.of());
    }

    private void add(String word, boolean only) throws RuntimeFailure {
        String[] parts = word.split(":", -1);
        if (parts.length > 2) {
            throw new RuntimeFailure("invalid --cgroup argument: " + word);
        }
        if (parts.length == 1 && !only) {
            throw new RuntimeFailure("invalid --cgroup argument: " + word + " (missing <controller>: prefix)");
        }
        Set<String> controllers = parts.length == 1 ? Set.of() : new HashSet<>(List.of(parts[0].split(",", -1)));
        check(controllers);
        join(parts.length == 1, controllers, inner(parts[parts.length - 1]));
    }

    private void join(boolean all, Set<String> controllers, CgroupPath inner) throws RuntimeFailure {
        for (Map.Entry<String, Path> mount : host.v1().entrySet()) {
            if (all || controllers.contains(mount.getKey())) {
                there(inner.under(mount.getValue()));
                joins.remove(tasks(own, mount.getValue()));
                joins.add(tasks(inner, mount.getValue()));
            }
        }
        if (host.unified().isPresent() && (all || controllers.contains(UNIFIED))) {
            joinUnified(inner.under(host.unified().get()));
        }
    }

    private void check(Set<String> controllers) throws RuntimeFailure {
        for (String controller : controllers) {
            if (!controller.equals(UNIFIED) && !host.v1().containsKey(controller)) {
                throw new RuntimeFailure(
                        "unable to create new parent process: unknown controller " + controller + " in SubCgroupPaths");
            }
        }
    }

    /** Beside version 1 it limits little, so that few who divide a container's cgroups divide this one too. */
    private void joinUnified(Path cgroup) throws RuntimeFailure {
        if (host.v1().isEmpty() || Files.isDirectory(cgroup)) {
            unified = Optional.of(there(cgroup).toString());
        }
    }

    private static Path there(Path cgroup) throws RuntimeFailure {
        if (!Files.isDirectory(cgroup)) {
            throw new RuntimeFailure("unable to start container process: error adding process to cgroups: openat2 "
                    + cgroup.resolve("cgroup.procs") + ": no such file or directory");
        }
        return cgroup;
    }

    private static String tasks(CgroupPath path, Path mount) {
        return path.under(mount).resolve("tasks").toString();
    }

    private CgroupPath inner(String relative) throws RuntimeFailure {
        try {
            CgroupPath path = own;
            for (String name : relative.split("/", -1)) {
                path = name.isEmpty() ? path : path.child(name);
            }
            return path;
        } catch (IllegalArgumentException wrong) {
            throw new RuntimeFailure("unable to create new parent process: " + relative + " is not a sub cgroup path");
        }
    }
}
