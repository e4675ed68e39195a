package sampan.runtime.launch;

import sampan.kernel.Errno;
import sampan.oci.spec.Implements;
import sampan.runtime.program.Label;
import sampan.runtime.program.Quoted;
import sampan.runtime.program.Script;
import sampan.runtime.program.Step;
import sampan.runtime.program.Syscall;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#process">config.md#process</a>, the working directory.
 *
 * <p>Opened inside the root and by no magic link: /proc/self/fd/7 leads nowhere. (CVE-2024-21626)
 */
@Implements(value = "config.md#process", properties = "process.cwd")
final class WorkingDirectory {
    private WorkingDirectory() {}

    private static ContainerPath path(Launch launch) {
        String cwd = launch.process().cwd();
        if (!cwd.startsWith("/")) {
            throw new InvalidSpecException("Cwd must be an absolute path");
        }
        return ContainerPath.of(cwd);
    }

    /** Made when it is missing, as Docker and runc do, while the root is still writable. */
    static void create(Launch launch) {
        ContainerPath path = path(launch);
        if (path.isRoot()) {
            return;
        }
        launch.script()
                .purpose("the working directory", "made when it is missing", "mkdir(2)")
                .blame("mkdir " + path + ": %ERROR%");
        MountPoint.directory(launch, path, How.PATH);
    }

    /** As root; a network file system may know root no better than anybody. */
    static void enter(Launch launch) {
        ContainerPath path = path(launch);
        if (path.isRoot()) {
            return;
        }
        Script script = begin(launch, path);
        Label denied = script.label();
        open(launch, path).tolerate(Errno.EACCES).elseTo(denied);
        script.call(Syscall.FCHDIR, launch.value("cwd"));
        script.place(denied);
    }

    /** As the user, when root was not let in. */
    static void retry(Launch launch) {
        ContainerPath path = path(launch);
        if (path.isRoot() || launch.process().user().uid() == 0) {
            return;
        }
        Script script = begin(launch, path);
        Label entered = script.label();
        script.call(Syscall.FCNTL, launch.value("cwd"), Symbol.F_GETFD.argument())
                .tolerate(Errno.EBADF)
                .thenTo(entered);
        open(launch, path);
        script.call(Syscall.FCHDIR, launch.value("cwd"));
        script.place(entered);
    }

    private static Script begin(Launch launch, ContainerPath path) {
        return launch.script()
                .purpose("enter the working directory", "inside the root, by no magic link", "openat2(2)")
                .blame("chdir to cwd (" + Quoted.of(path.toString()) + ") set in config.json failed: %ERROR%");
    }

    private static Step open(Launch launch, ContainerPath path) {
        return How.DIRECTORY.open(launch, path.toString()).into(launch.register("cwd"));
    }
}
