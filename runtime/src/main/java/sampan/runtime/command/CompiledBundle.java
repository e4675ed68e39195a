package sampan.runtime.command;

import java.io.IOException;
import java.util.Set;
import sampan.kernel.seccomp.InvalidFilterException;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Resources;
import sampan.oci.spec.Spec;
import sampan.runtime.launch.Handover;
import sampan.runtime.launch.InvalidSpecException;
import sampan.runtime.launch.LaunchCompiler;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.launch.Rootfs;
import sampan.runtime.program.Program;
import sampan.runtime.program.ProgramWriter;

/** What {@code create} makes of a {@code config.json} before it touches anything: for {@code explain}, and for tests that try millions. */
public final class CompiledBundle {
    private final Machine machine = new Machine();

    public CompiledBundle() {}

    /**
     * Reads, checks and compiles.
     *
     * @param folder of the bundle, an absolute path
     * @param fileSources sources of bind mounts that are no folders
     * @return the launch program, as launch/wire.h has it
     * @throws RuntimeFailure with the sentence that the command would show
     */
    public byte[] launchProgram(byte[] config, String folder, Set<String> fileSources)
            throws IOException, RuntimeFailure {
        return encoded(of(Bundle.parse(machine, config, folder), machine, fileSources));
    }

    static Program of(Bundle bundle, Machine machine, Set<String> fileSources) throws IOException, RuntimeFailure {
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

    /** @throws RuntimeFailure when it is longer than the launch process takes */
    static byte[] encoded(Program program) throws RuntimeFailure {
        try {
            return ProgramWriter.encode(program);
        } catch (IllegalArgumentException tooLong) {
            throw new RuntimeFailure(String.valueOf(tooLong.getMessage()));
        }
    }
}
