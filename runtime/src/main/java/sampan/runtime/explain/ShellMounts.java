package sampan.runtime.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import sampan.oci.spec.Device;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Root;
import sampan.runtime.launch.Cgroups;
import sampan.runtime.launch.DeviceList;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.launch.Rootfs;

/** The file systems of a container, by mount(8), seen from {@code $work/root}. */
final class ShellMounts {
    private static final Set<String> PROPAGATION =
            Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave", "unbindable", "runbindable");
    private static final Set<String> OURS = Set.of("bind", "rbind", "tmpcopyup");
    private static final Set<String> UNKNOWN = Set.of(
            "idmap",
            "ridmap",
            "rro",
            "rrw",
            "rnosuid",
            "rsuid",
            "rnodev",
            "rdev",
            "rnoexec",
            "rexec",
            "rnodiratime",
            "rdiratime",
            "rrelatime",
            "rnorelatime",
            "rnoatime",
            "ratime",
            "rstrictatime",
            "rnostrictatime",
            "rnosymfollow",
            "rsymfollow");
    private static final int FOR_ALL = 0666;

    private final LaunchRequest request;
    private final ShellText text;

    ShellMounts(LaunchRequest request, ShellText text) {
        this.request = request;
        this.text = text;
    }

    private Linux linux() {
        Linux linux = request.spec().linux();
        return linux == null ? Linux.in(List.of()).build() : linux;
    }

    void write() {
        root();
        request.spec().mounts().forEach(this::mount);
        devices();
        sysctls();
        hidden();
        Root root = request.spec().root();
        if (root != null && root.readonly()) {
            text.section("A read-only root.");
            text.line("mount -o remount,bind,ro \"$work/root\"");
        }
    }

    private void root() {
        text.section("The root file system.");
        switch (request.rootfs()) {
            case Rootfs.DirectoryRoot directory ->
                text.line("mount --rbind " + ShellText.quote(directory.path()) + " \"$work/root\"");
            case Rootfs.OverlayRoot overlay -> {
                String options = "lowerdir=" + String.join(":", layers(overlay.lower()));
                if (!overlay.upper().isEmpty()) {
                    options += ",upperdir=" + overlay.upper() + ",workdir=" + overlay.work();
                }
                options += ","
                        + String.join(
                                ",", Rootfs.OverlayRoot.options(request.host().nested()));
                text.line("mount -t overlay -o " + ShellText.quote(options) + " overlay \"$work/root\"");
            }
        }
        text.line("cd \"$work/root\"");
    }

    /** The folders, or where the layers are mounted for it. */
    private List<String> layers(Rootfs.Lower lower) {
        if (!lower.packed()) {
            return lower.layers();
        }
        List<String> places = new ArrayList<>();
        for (String image : lower.layers()) {
            String place = ShellText.WORK + "/layer" + places.size();
            String quoted = ShellText.quote(place);
            text.line("mkdir -p " + quoted + " && mount -t erofs -o ro " + ShellText.quote(image) + " " + quoted);
            places.add(place);
        }
        return places;
    }

    /** {@code ./} and the path: nothing here keeps a symbolic link of the image from leading out, as Sampan itself does. */
    private static String inside(String path) {
        return ShellText.quote("./" + path.replaceAll("^/+", ""));
    }

    private void mount(Mount mount) {
        boolean bind =
                mount.options().contains("bind") || mount.options().contains("rbind") || "bind".equals(mount.type());
        text.section(mount.destination() + (bind ? " from " + mount.source() : ", a " + mount.type()));
        String target = inside(mount.destination());
        boolean file = bind && request.fileSources().contains(String.valueOf(mount.source()));
        text.line(
                file
                        ? "[ -e " + target + " ] || { mkdir -p \"$(dirname " + target + ")\" && touch " + target + "; }"
                        : "mkdir -p " + target);
        if (bind) {
            bind(mount, target);
        } else if ("cgroup".equals(mount.type()) || "cgroup2".equals(mount.type())) {
            cgroup(mount, target);
        } else if (mount.options().contains("tmpcopyup")) {
            create("tmpfs", String.valueOf(mount.source()), "\"$work/tools\"", plain(mount));
            text.line("cp -a " + target + "/. \"$work/tools\" && mount --move \"$work/tools\" " + target);
        } else {
            create(String.valueOf(mount.type()), String.valueOf(mount.source()), target, plain(mount));
        }
        mount.options().stream()
                .filter(PROPAGATION::contains)
                .forEach(word -> text.line("mount --make-" + word + " " + target));
    }

    private void create(String type, String source, String target, List<String> options) {
        String joined = String.join(",", options);
        text.line("mount -t " + ShellText.quote(type) + (joined.isEmpty() ? "" : " -o " + ShellText.quote(joined)) + " "
                + ShellText.quote(source) + " " + target);
    }

    private void bind(Mount mount, String target) {
        boolean recursive = mount.options().contains("rbind");
        text.line("mount --" + (recursive ? "rbind" : "bind") + " " + ShellText.quote(String.valueOf(mount.source()))
                + " " + target);
        List<String> options = plain(mount);
        if (!options.isEmpty()) {
            text.line("mount -o remount,bind," + ShellText.quote(String.join(",", options)) + " " + target);
        }
    }

    /** The options that mount(8) of util-linux 2.38 knows; the others are said. */
    private List<String> plain(Mount mount) {
        List<String> unknown =
                mount.options().stream().filter(UNKNOWN::contains).toList();
        if (!unknown.isEmpty()) {
            text.comment("mount(8) cannot: " + String.join(",", unknown));
        }
        return mount.options().stream()
                .filter(word -> !OURS.contains(word) && !PROPAGATION.contains(word) && !UNKNOWN.contains(word))
                .toList();
    }

    private void cgroup(Mount mount, String target) {
        List<Cgroups.Hierarchy> hierarchies = request.cgroups().hierarchies();
        boolean pure = hierarchies.stream()
                .allMatch(hierarchy -> hierarchy.controllers().isEmpty());
        if (pure || "cgroup2".equals(mount.type())) {
            create("cgroup2", "cgroup", target, plain(mount));
            return;
        }
        List<String> writable = new ArrayList<>(plain(mount));
        writable.remove("ro");
        writable.add("mode=755");
        create("tmpfs", "tmpfs", target, writable);
        boolean own =
                linux().namespaces().stream().anyMatch(space -> space.type().equals("cgroup"));
        for (Cgroups.Hierarchy hierarchy : hierarchies) {
            String folder = inside(mount.destination() + "/" + hierarchy.name());
            text.line("mkdir " + folder);
            if (own) {
                List<String> options = new ArrayList<>(plain(mount));
                options.add(hierarchy.controllers().startsWith("name=") ? "none" : "rw");
                options.add(hierarchy.controllers());
                options.removeIf(word -> word.isEmpty() || word.equals("rw"));
                create(hierarchy.controllers().isEmpty() ? "cgroup2" : "cgroup", "cgroup", folder, options);
            } else {
                text.line("mount --bind " + ShellText.quote(hierarchy.directory()) + " " + folder);
                text.line("mount -o remount,bind," + ShellText.quote(String.join(",", plain(mount))) + " " + folder);
            }
        }
        if (mount.options().contains("ro")) {
            text.line("mount -o remount,bind,ro " + target);
        }
    }

    private void devices() {
        text.section("Devices.");
        for (Device device : DeviceList.of(linux())) {
            String path = inside(device.path());
            int mode = device.fileMode() == null ? FOR_ALL : device.fileMode();
            String kind = device.type().equals("p") ? "p" : device.type() + " " + device.major() + " " + device.minor();
            text.line("[ -e " + path + " ] || { mkdir -p \"$(dirname " + path + ")\" && mknod -m "
                    + String.format(Locale.ROOT, "%04o", mode) + " " + path + " " + kind + "; }");
            if (device.uid() != null && device.gid() != null && (device.uid() != 0 || device.gid() != 0)) {
                text.line("chown " + device.uid() + ":" + device.gid() + " " + path);
            }
        }
        DeviceList.LINKS.forEach(
                (name, target) -> text.line("ln -s " + target + " ./dev/" + name + " 2>/dev/null || true"));
        text.line("ln -sf pts/ptmx ./dev/ptmx");
    }

    private void sysctls() {
        if (linux().sysctl().isEmpty()) {
            return;
        }
        text.section("Sysctls of the new namespaces.");
        linux().sysctl()
                .forEach((name, value) -> text.line("echo " + ShellText.quote(value) + " > "
                        + inside("proc/sys/" + (name.contains("/") ? name : name.replace('.', '/')))));
    }

    private void hidden() {
        text.section("What only tells of the host is hidden, what would change it is read-only.");
        if (!linux().readonlyPaths().isEmpty()) {
            text.line("for path in "
                    + ShellText.words(linux().readonlyPaths().stream()
                            .map(path -> "." + path)
                            .toList()) + "; do");
            text.line("  [ ! -e \"$path\" ] || { mount --rbind \"$path\" \"$path\""
                    + " && mount -o remount,bind,ro \"$path\"; }");
            text.line("done");
        }
        if (!linux().maskedPaths().isEmpty()) {
            text.line("for path in "
                    + ShellText.words(linux().maskedPaths().stream()
                            .map(path -> "." + path)
                            .toList()) + "; do");
            text.line("  if [ -d \"$path\" ]; then mount -t tmpfs -o ro,nr_inodes=2 tmpfs \"$path\"");
            text.line("  elif [ -e \"$path\" ]; then mount --bind /dev/null \"$path\"; fi");
            text.line("done");
        }
    }
}
