package sampan.cli.command.registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.ImageName;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.error.EngineException;
import sampan.core.image.transfer.ListedManifest;
import sampan.core.image.transfer.ManifestLists;
import sampan.oci.image.ImageReference;

/** {@code manifest create}: begins a list of images for several platforms. */
public final class ManifestCreateCommand implements Command {
    private static final Flag<Boolean> AMEND =
            Flag.bool("amend", "Amend an existing manifest list").shorthand('a');
    private static final Flag<Boolean> INSECURE = Flag.bool(
            "insecure", "Taken for Docker's sake: which registries may do without TLS is for registries.conf to say");

    private static final Usage USAGE = Usage.of(
                    "manifest create",
                    "MANIFEST_LIST MANIFEST [MANIFEST...]",
                    "Create a local manifest list for annotating and pushing to a registry")
            .flags(AMEND, INSECURE)
            .atLeast(2);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        ImageReference name = ImageName.parse(call.operands().getFirst()).withDefaultTag();
        ManifestList list = new ManifestList(call, name);
        Optional<List<ListedManifest>> old = list.find();
        CommandFailure.refuse(
                old.isPresent() && !call.on(AMEND), "refusing to amend an existing manifest list with no --amend flag");
        List<ListedManifest> all = new ArrayList<>(old.orElse(List.of()));
        for (String operand : call.operands().subList(1, call.operands().size())) {
            ListedManifest found = describe(call, ImageName.parse(operand).withDefaultTag());
            all.removeIf(other -> other.name().equals(found.name()));
            all.add(found);
        }
        list.write(all);
        call.out().println("Created manifest list " + name);
        return 0;
    }

    private static ListedManifest describe(Call call, ImageReference name) throws IOException, CommandFailure {
        try {
            return Pulling.quietly(call, session -> ManifestLists.describe(name, session));
        } catch (EngineException.NotFound missing) {
            throw new CommandFailure(1, "no such manifest: " + name.familiar());
        }
    }
}
