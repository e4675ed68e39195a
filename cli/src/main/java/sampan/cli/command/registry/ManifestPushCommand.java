package sampan.cli.command.registry;

import java.io.IOException;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.ImageName;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.image.transfer.ListedManifest;
import sampan.core.image.transfer.ManifestLists;
import sampan.oci.image.ImageReference;

/** {@code manifest push}: brings a list into its repository, with the images that it lists. */
public final class ManifestPushCommand implements Command {
    private static final Flag<Boolean> INSECURE = Flag.bool(
            "insecure", "Taken for Docker's sake: which registries may do without TLS is for registries.conf to say");
    private static final Flag<Boolean> PURGE =
            Flag.bool("purge", "Remove the local manifest list after push").shorthand('p');

    private static final Usage USAGE = Usage.of(
                    "manifest push", "MANIFEST_LIST", "Push a manifest list to a repository")
            .flags(INSECURE, PURGE)
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        ImageReference name = ImageName.parse(call.operands().getFirst()).withDefaultTag();
        ManifestList list = new ManifestList(call, name);
        List<ListedManifest> all = list.require();
        String pushed = Pulling.quietly(call, session -> ManifestLists.push(name, all, session))
                .toString();
        for (ListedManifest each : all) {
            if (!each.name().name().equals(name.name())) {
                call.out()
                        .println("Pushed ref " + name.name() + "@" + each.digest() + " with digest: " + each.digest());
            }
        }
        call.out().println(pushed);
        if (call.on(PURGE)) {
            list.remove();
        }
        return 0;
    }
}
