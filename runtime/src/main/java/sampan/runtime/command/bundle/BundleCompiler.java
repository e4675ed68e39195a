package sampan.runtime.command.bundle;

import java.io.IOException;
import java.util.Set;
import sampan.kernel.seccomp.InvalidFilterException;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Resources;
import sampan.oci.spec.Spec;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.cgroup.DefaultDevices;
import sampan.runtime.command.cgroup.RuntimeCgroups;
import sampan.runtime.command.context.Machine;
import sampan.runtime.launch.Handover;
import sampan.runtime.launch.InvalidSpecException;
import sampan.runtime.launch.LaunchCompiler;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.launch.Rootfs;
import sampan.runtime.program.Program;

/** What {@code create} makes of a bundle before it touches anything. */
public final class BundleCompiler {
    private BundleCompiler() {}

    /** @param fileSources sources of bind mounts that are no folders */
    public static Program compile(Bundle bundle, Machine machine, Set<String> fileSources)
            throws IOException, RuntimeFailure {
        Spec spec = bundle.spec().withProcess(bundle.process());
        Linux linux = spec.linux();
        Resources resources = linux == null ? null : linux.resources();
        try {
            RuntimeCgroups.limits(DefaultDevices.allowed(resources == null ? Resources.NONE : resources));
            LaunchRequest request = LaunchRequest.of(
                            "explained", spec, new Rootfs.DirectoryRoot(bundle.rootfs(), true), machine.host())
                    .withFileSources(fileSources)
                    .withSeccomp(machine.filter(spec))
                    .withHandover(new Handover(false, true, false, 0, true, Set.of(), false));
            return LaunchCompiler.compile(request);
        } catch (InvalidSpecException | InvalidFilterException wrong) {
            throw new RuntimeFailure(String.valueOf(wrong.getMessage()));
        }
    }
}
