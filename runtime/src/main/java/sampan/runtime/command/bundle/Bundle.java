package sampan.runtime.command.bundle;

import java.io.IOException;
import java.util.List;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Root;
import sampan.oci.spec.Spec;
import sampan.runtime.command.call.Invocation;
import sampan.runtime.command.call.Paths;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.cgroup.CacheAllocation;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Machine;
import sampan.runtime.command.json.GoJson;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/bundle.md">bundle.md</a>: a folder with a {@code config.json}. */
public final class Bundle {
    public static final String CONFIG = "config.json";

    /** How a container's root is opened: a symbolic link may lead anywhere by the time it is followed. (CVE-2026-48749) */
    public static final int ROOT = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

    private static final int FOLDER = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY;
    private static final int LARGEST = 32 << 20;

    private final String folder;
    private final byte[] text;
    private final Spec spec;
    private final String rootfs;

    private Bundle(String folder, byte[] text, Spec spec, String rootfs) {
        this.folder = folder;
        this.text = text;
        this.spec = spec;
        this.rootfs = rootfs;
    }

    /** An absolute path. */
    public String folder() {
        return folder;
    }

    /** Of config.json. */
    public byte[] text() {
        return text.clone();
    }

    /** With the sources of bind mounts as absolute paths. */
    public Spec spec() {
        return spec;
    }

    /** An absolute path. */
    public String rootfs() {
        return rootfs;
    }

    /** Its root and the sources of its mounts will be asked for soon. */
    public void expectFiles(Invocation invocation) throws IOException {
        invocation.ahead(rootfs, ROOT);
        for (Mount mount : spec.mounts()) {
            String source = mount.source();
            if (isBind(mount) && source != null && source.startsWith("/")) {
                invocation.ahead(Paths.absolute(invocation, source), OpenFlags.O_PATH);
            }
        }
    }

    /** The one that {@code --bundle} and {@code --config} name. */
    public static Bundle of(Context context) throws IOException, RuntimeFailure {
        return read(
                context,
                context.words().text("bundle").orElse("."),
                context.words().text("config").orElse(CONFIG));
    }

    /** @param config name of the file, or an absolute path */
    public static Bundle read(Context context, String folder, String config) throws IOException, RuntimeFailure {
        String path = Paths.absolute(context.invocation(), folder);
        context.invocation().ahead(path, FOLDER);
        context.invocation().ahead(Paths.resolve(path, config), OpenFlags.O_RDONLY);
        return parse(context.machine(), text(context, path, config), path);
    }

    /** @param folder an absolute path */
    public static Bundle parse(Machine machine, byte[] text, String folder) throws RuntimeFailure {
        try {
            Spec spec = machine.spec(text);
            HookRules.check(spec.hooks());
            SeccompListener.check(spec);
            if (CacheAllocation.of(spec, "").isPresent()) {
                CacheAllocation.mountPoint();
            }
            return new Bundle(folder, text, located(spec, folder), rootfs(spec, folder));
        } catch (IOException wrong) {
            throw new RuntimeFailure(
                    String.valueOf(wrong.getMessage()).lines().findFirst().orElse("config.json: not JSON"));
        }
    }

    private static byte[] text(Context context, String folder, String config) throws IOException, RuntimeFailure {
        enter(context.invocation(), folder);
        try (Fd file = context.invocation().open(Paths.resolve(folder, config), OpenFlags.O_RDONLY, 0)) {
            return Read.all(file, LARGEST);
        } catch (SyscallException missing) {
            if (missing.is(Errno.ENOENT)) {
                throw new RuntimeFailure("JSON specification file " + config + " not found");
            }
            throw new RuntimeFailure("open " + config + ": " + Errno.sentence(missing.errno()));
        }
    }

    /** The folder is there, as a working directory would have to be. */
    static void enter(Invocation invocation, String folder) throws IOException, RuntimeFailure {
        try {
            invocation.open(folder, FOLDER, 0).close();
        } catch (SyscallException missing) {
            throw new RuntimeFailure("chdir " + folder + ": " + Errno.sentence(missing.errno()));
        }
    }

    private static String rootfs(Spec spec, String folder) throws RuntimeFailure {
        Root root = spec.root();
        if (root == null || root.path() == null) {
            throw new RuntimeFailure("root: missing from " + CONFIG);
        }
        return Paths.resolve(folder, root.path());
    }

    private static Spec located(Spec spec, String folder) {
        List<Mount> mounts =
                spec.mounts().stream().map(mount -> located(mount, folder)).toList();
        return spec.withMounts(mounts);
    }

    private static Mount located(Mount mount, String folder) {
        String source = mount.source();
        if (!isBind(mount) || source == null || source.isEmpty() || source.startsWith("/")) {
            return mount;
        }
        return new Mount(
                mount.destination(),
                mount.type(),
                Paths.resolve(folder, source),
                mount.options(),
                mount.uidMappings(),
                mount.gidMappings());
    }

    public static boolean isBind(Mount mount) {
        return "bind".equals(mount.type())
                || mount.options().contains("bind")
                || mount.options().contains("rbind");
    }

    /**
     * As runc checks it.
     *
     * @param when begins what is said of its environment
     */
    public static void check(ContainerProcess process, String when) throws RuntimeFailure {
        for (String variable : process.env()) {
            if (variable.indexOf('=') < 0) {
                throw new RuntimeFailure("unable to start container process: " + when + "invalid environment variable: "
                        + GoJson.quoted(variable));
            }
            if (variable.startsWith("=")) {
                throw new RuntimeFailure("unable to start container process: " + when
                        + "environment variable name can't be empty: " + GoJson.quoted(variable));
            }
        }
        if (process.cwd().isEmpty()) {
            throw new RuntimeFailure("Cwd property must not be empty");
        }
        if (!process.cwd().startsWith("/")) {
            throw new RuntimeFailure("Cwd must be an absolute path");
        }
        if (process.args().isEmpty()) {
            throw new RuntimeFailure("args must not be empty");
        }
    }

    public ContainerProcess process() throws RuntimeFailure {
        ContainerProcess process = spec.process();
        if (process == null) {
            throw new RuntimeFailure("process property must not be empty");
        }
        check(process, "error during container init: ");
        return process;
    }
}
