package sampan.runtime.command;

import java.io.IOException;
import java.util.Set;
import sampan.runtime.command.bundle.Bundle;
import sampan.runtime.command.bundle.BundleCompiler;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.call.SpareNetworks;
import sampan.runtime.command.context.Machine;
import sampan.runtime.command.handover.Handing;

/** What {@code create} makes of a {@code config.json} before it touches anything: for {@code explain}, and for tests that try millions. */
public final class CompiledBundle {
    private final Machine machine = new Machine(SpareNetworks.NONE);

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
        return Handing.encoded(BundleCompiler.compile(Bundle.parse(machine, config, folder), machine, fileSources));
    }
}
