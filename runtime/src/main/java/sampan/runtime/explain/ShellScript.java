package sampan.runtime.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sampan.kernel.cgroup.CgroupPlan;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Namespace;
import sampan.oci.spec.Spec;
import sampan.oci.spec.TimeOffsets;
import sampan.runtime.launch.InvalidSpecException;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.launch.Rootfs;

/**
 * The container as a script of unshare(1), mount(8), setpriv(1) and writes into cgroups, for people who want to make it by hand.
 *
 * <p>Two scripts in one: what is done on the host, and between {@code <<'INSIDE'} and {@code INSIDE} what is done in the new
 * namespaces.
 */
public final class ShellScript {
    private final LaunchRequest request;
    private final Optional<CgroupPlan> cgroups;
    private final Made made;
    private final ShellText text = new ShellText();

    private ShellScript(LaunchRequest request, Optional<CgroupPlan> cgroups, Made made) {
        this.request = made.moved(request);
        this.made = made;
        this.cgroups = cgroups;
    }

    /**
     * What is not there yet, and the script has to make in a folder of its own.
     *
     * @param files host paths of bind mounts, and what is in the file
     * @param folders host paths of bind mounts, empty folders
     */
    public record Made(Map<String, String> files, List<String> folders) {
        /** The container is there. */
        public static final Made NOTHING = new Made(Map.of(), List.of());

        public Made {
            files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
            folders = List.copyOf(folders);
        }

        private boolean isNothing() {
            return equals(NOTHING);
        }

        private String place(String path) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            return ShellText.WORK + (folders.contains(path) ? "/volume" + folders.indexOf(path) : "/" + name);
        }

        private LaunchRequest moved(LaunchRequest request) {
            if (isNothing()) {
                return request;
            }
            List<Mount> mounts =
                    request.spec().mounts().stream().map(this::moved).toList();
            Set<String> sources = request.fileSources().stream()
                    .map(path -> files.containsKey(path) ? place(path) : path)
                    .collect(Collectors.toSet());
            Rootfs rootfs = request.rootfs() instanceof Rootfs.OverlayRoot overlay
                    ? new Rootfs.OverlayRoot(
                            overlay.lower(), ShellText.WORK + "/upper", ShellText.WORK + "/working", false)
                    : request.rootfs();
            return request.withSpec(request.spec().withMounts(mounts))
                    .withRootfs(rootfs)
                    .withFileSources(sources);
        }

        private Mount moved(Mount mount) {
            String source = mount.source();
            return source != null && (files.containsKey(source) || folders.contains(source))
                    ? new Mount(
                            mount.destination(),
                            mount.type(),
                            place(source),
                            mount.options(),
                            mount.uidMappings(),
                            mount.gidMappings())
                    : mount;
        }
    }

    /**
     * @param cgroups what is to be made and written for the container's limits; the parents exist
     * @throws InvalidSpecException for what the tools cannot do
     */
    public static String of(LaunchRequest request, Optional<CgroupPlan> cgroups, Made made) {
        return new ShellScript(request, cgroups, made).write();
    }

    private Spec spec() {
        return request.spec();
    }

    private Linux linux() {
        Linux linux = spec().linux();
        return linux == null ? Linux.in(List.of()).build() : linux;
    }

    private ContainerProcess process() {
        ContainerProcess process = spec().process();
        if (process == null) {
            throw new InvalidSpecException("process: missing");
        }
        return process;
    }

    private String write() {
        if (linux().namespaces().stream().anyMatch(namespace -> namespace.type().equals("user"))) {
            throw new InvalidSpecException("--shell: a user namespace cannot be made by a script like this");
        }
        text.line("#!/bin/bash");
        text.comment("Container " + request.id() + " by hand. Run it as root, with bash.");
        text.line("set -euo pipefail");
        text.line("work=$(mktemp -d); export work");
        text.line("mkdir \"$work/root\" \"$work/tools\"");
        makeOwn();
        outside();
        return text.toString();
    }

    private void makeOwn() {
        if (made.isNothing()) {
            return;
        }
        text.section("A writable layer, and the files and folders that Sampan makes for a container.");
        text.line("mkdir \"$work/upper\" \"$work/working\"");
        made.folders().forEach(folder -> text.line("mkdir " + ShellText.quote(made.place(folder))));
        made.files()
                .forEach((path, content) ->
                        text.line("printf %s " + ShellText.quote(content) + " > " + ShellText.quote(made.place(path))));
    }

    private void outside() {
        makeCgroups();
        text.section("New namespaces, and a shell inside them; its script comes through descriptor 9.");
        text.line("status=0");
        text.line("(");
        joinCgroups();
        text.line("exec " + command() + "bash /dev/fd/9 9<<'INSIDE'");
        inside();
        text.line("INSIDE");
        text.line(") || status=$?");
        text.section("Nothing is left.");
        text.line(
                made.isNothing()
                        ? "rmdir \"$work/root\" \"$work/tools\" \"$work\""
                        : "rm -r --one-file-system \"$work\"");
        cgroups.ifPresent(plan -> plan.directories()
                .forEach(directory -> text.line("rmdir "
                        + ShellText.quote(directory.toString()) + " 2>/dev/null || { sleep 0.1; rmdir "
                        + ShellText.quote(directory.toString()) + "; }")));
        text.line("exit $status");
    }

    private void makeCgroups() {
        if (cgroups.isEmpty()) {
            return;
        }
        text.section("Limits: cgroups(7).");
        CgroupPlan plan = cgroups.get();
        plan.directories().forEach(directory -> text.line("mkdir -p " + ShellText.quote(directory.toString())));
        plan.writes()
                .forEach(write -> text.line("echo " + ShellText.quote(write.value()) + " > "
                        + ShellText.quote(write.file().toString())
                        + (write.tolerated().isEmpty() ? "" : " 2>/dev/null || true")));
    }

    private void joinCgroups() {
        List<String> joins = new ArrayList<>();
        cgroups.ifPresent(plan -> {
            plan.joins().forEach(join -> joins.add(join.toString()));
            plan.unified()
                    .ifPresent(
                            unified -> joins.add(unified.resolve("cgroup.procs").toString()));
        });
        if (cgroups.isEmpty()) {
            joins.addAll(request.cgroups().joins());
            request.cgroups().unified().ifPresent(unified -> joins.add(unified + "/cgroup.procs"));
        }
        joins.forEach(join -> text.line("echo $BASHPID > " + ShellText.quote(join)));
    }

    /** nsenter(1) for what is joined, unshare(1) for what is new. */
    private String command() {
        StringBuilder enter = new StringBuilder();
        StringBuilder fresh = new StringBuilder("unshare --propagation slave");
        for (Namespace namespace : linux().namespaces()) {
            String option = namespace.type().equals("network") ? "net" : namespace.type();
            String path = namespace.path();
            if (path != null && !path.isEmpty()) {
                enter.append(" --").append(option).append('=').append(ShellText.quote(path));
            } else {
                fresh.append(" --").append(option);
                fresh.append(option.equals("pid") ? " --fork --kill-child" : "");
            }
        }
        TimeOffsets offsets = linux().timeOffsets();
        if (offsets != null) {
            fresh.append(offset("boottime", offsets.boottime())).append(offset("monotonic", offsets.monotonic()));
        }
        return (enter.isEmpty() ? "" : "nsenter" + enter + " ") + fresh + " ";
    }

    private static String offset(String clock, TimeOffsets.@Nullable Offset offset) {
        return offset == null ? "" : " --" + clock + " " + offset.secs();
    }

    private void inside() {
        text.line("exec 9<&-");
        text.line("set -euo pipefail");
        text.line("umask 0");
        names();
        new ShellMounts(request, text).write();
        tools();
        text.section(
                "Only the container's root is left: pivot_root(2) stacks the host's on top of it, and off it goes.");
        text.line("(cd \"$work/root\" && pivot_root . .)");
        text.line("$run ./umount --lazy /");
        new ShellProcess(request, process(), text).write();
    }

    private void names() {
        text.section("Names and settings of the new namespaces.");
        if (spec().hostname() != null) {
            text.line("hostname " + ShellText.quote(String.valueOf(spec().hostname())));
        }
        if (spec().domainname() != null) {
            text.line("domainname " + ShellText.quote(String.valueOf(spec().domainname())));
        }
        boolean network = linux().namespaces().contains(Namespace.fresh("network"));
        if (network) {
            text.line("ip link set lo up");
        }
    }

    /** After the pivot the host's programs are out of reach, so three of them come along, with their libraries. */
    private void tools() {
        text.section("Three of the host's programs are needed to the end, when the host's files are gone.");
        text.line("mount -t tmpfs -o mode=755 tools \"$work/tools\"");
        text.line("for tool in umount setpriv env; do cp -L \"$(command -v $tool)\" \"$work/tools/\"; done");
        text.line("ldd \"$work\"/tools/* | awk '$2 == \"=>\" { print $3 } $1 ~ /ld-linux/ { print $1 }' | sort -u"
                + " | xargs cp -L -t \"$work/tools\"");
        text.line("cd \"$work/tools\"");
        text.line("run=\"./$(basename ./ld-linux*) --library-path .\"");
    }
}
