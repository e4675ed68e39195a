package sampan.runtime.launch;

import sampan.oci.spec.Mount;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Script;
import sampan.runtime.program.Step;
import sampan.runtime.program.Syscall;

/**
 * The proc file system that is written to. It is reached by the descriptor that made it, never by a path, so that nobody can put
 * another file in the place of one. (CVE-2019-16884, CVE-2025-52881)
 */
final class PrivateProc {
    private PrivateProc() {}

    /** The specification's own proc when it is a plain one, else one that is attached nowhere. */
    static void ensure(Launch launch) {
        boolean mounted = launch.spec().mounts().stream().anyMatch(PrivateProc::plain);
        if (mounted || launch.known("proc")) {
            return;
        }
        FileSystem.open(launch, "proc").mount(launch.register("proc"), Argument.of(0));
    }

    private static boolean plain(Mount mount) {
        return "proc".equals(mount.type())
                && MountOptions.parse(mount.options()).data().isEmpty();
    }

    /** One write(2) of exactly this. @return it */
    static Step write(Launch launch, String path, String value) {
        Script script = launch.script();
        byte[] bytes = value.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        How.SETTING.open(launch, launch.value("proc"), path).into(launch.register("file"));
        Step write = script.call(
                Syscall.WRITE,
                launch.value("file"),
                Argument.of(Buffer.of(bytes, sampan.runtime.program.Quoted.of(value))),
                Argument.of(bytes.length));
        script.call(Syscall.CLOSE, launch.value("file"));
        return write;
    }
}
