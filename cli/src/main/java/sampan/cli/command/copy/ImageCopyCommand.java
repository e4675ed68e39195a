package sampan.cli.command.copy;

import java.io.IOException;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.ImagePlatform;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;
import sampan.oci.image.Platform;

/** {@code image copy}: brings an image from one place to another. */
public final class ImageCopyCommand implements Command {
    private static final Flag<Platform> PLATFORM = ImagePlatform.flag("Which of an image for several (this machine's)");

    private static final Usage USAGE =
            Usage.of("image copy", "SOURCE DESTINATION", """
                    Copy an image between registries, archives, folders and engines

                    Places are called as skopeo calls them:
                      NAME                         an image of this engine
                      docker://NAME                a registry
                      docker-archive:FILE[:NAME]   an archive of docker save
                      oci-archive:FILE[:NAME]      an OCI layout in a tar archive
                      oci:FOLDER[:NAME]            an OCI layout
                      aci:FILE                     an ACI of appc (as a source only)
                      tarball:FILE                 a root file system, as import takes it
                      docker-daemon:NAME           the engine that DOCKER_HOST names, Docker's without it""").flags(PLATFORM).exactly(2);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        Transport from = Transport.parse(call.operands().getFirst());
        Transport to = Transport.parse(call.operands().get(1));
        Optional<Platform> platform = call.value(PLATFORM);
        try {
            boolean whole = from.keepsManifests() && to.keepsManifests();
            if (!whole || !new WholeCopy(call, to, platform).from(from)) {
                throughTheStore(call, from, to, platform);
            }
        } catch (SyscallException failed) {
            String told = String.valueOf(failed.getMessage());
            throw new CommandFailure(
                    1,
                    ImageBytes.FAILED + told.substring(0, told.lastIndexOf(" = ")) + ": "
                            + Errno.sentence(failed.errno()));
        }
        call.out().println(call.operands().get(1));
        return 0;
    }

    private static void throughTheStore(Call call, Transport from, Transport to, Optional<Platform> platform)
            throws IOException, InvalidValue, CommandFailure {
        try (CopySource source = CopySource.open(call, from, platform)) {
            new CopyTarget(call, source).bring(to);
        }
    }
}
