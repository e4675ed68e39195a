package sampan.cli.command.registry;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.ImageName;
import sampan.cli.call.ImagePlatform;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.error.EngineException;
import sampan.core.image.transfer.TransferProgress;
import sampan.core.image.transfer.Transfers;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;

/** {@code push}: sends images to a registry. */
public final class PushCommand implements Command {
    private static final Flag<Boolean> ALL = TransferFlags.allTags("Push every tag of the repository");
    private static final Flag<Boolean> CONTENT_TRUST = TransferFlags.contentTrust("Do not sign images");
    private static final Flag<Platform> PLATFORM = ImagePlatform.flag("Only if this is its platform");

    private static final Usage USAGE = Usage.of("push", "NAME[:TAG]", "Upload an image to a registry")
            .aliases("image push", "push")
            .flags(ALL, CONTENT_TRUST, PLATFORM, TransferFlags.QUIET)
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        ImageReference given = ImageName.parse(call.operands().getFirst());
        check(given, call.on(ALL));
        ImageReference name = call.on(ALL) ? given : given.withDefaultTag();
        if (call.on(TransferFlags.QUIET)) {
            push(call, name);
            call.out().println(name.toString());
            return 0;
        }
        if (!name.equals(given)) {
            call.out().println("Using default tag: latest");
        }
        call.out().println("The push refers to repository [" + given.name() + "]");
        push(call, name);
        return 0;
    }

    private static void check(ImageReference given, boolean all) throws InvalidValue {
        TransferFlags.refuseTagOfAll(all, given.tag().isPresent());
        if (given.digest().isPresent()) {
            throw new InvalidValue("cannot push a digest reference");
        }
    }

    private static void push(Call call, ImageReference name) throws IOException, CommandFailure {
        if (!call.on(ALL)) {
            push(call, name, call.on(TransferFlags.QUIET));
            return;
        }
        List<ImageReference> names = call.engine().images().transfers().tags(name);
        if (names.isEmpty()) {
            throw new CommandFailure(1, "An image does not exist locally with the tag: " + name.familiarName());
        }
        for (ImageReference each : names) {
            push(call, each, call.on(TransferFlags.QUIET));
        }
    }

    private static void push(Call call, ImageReference name, boolean quiet) throws IOException, CommandFailure {
        if (call.flags().given(PLATFORM)) {
            Platform wanted = call.value(PLATFORM).orElseThrow();
            call.engine().images().find(name.toString()).require(wanted, name.toString());
        }
        TransferProgress progress = quiet ? new Pulling.Silent(call) : new TransferLines(call, 1);
        Transfers.Pushed pushed;
        try {
            pushed = Pulling.with(
                    call,
                    Optional.empty(),
                    progress,
                    session -> call.engine().images().transfers().push(name, session));
        } catch (EngineException failed) {
            // What comes after the first line stands alone in Docker's client too.
            throw new CommandFailure(
                    1, String.valueOf(failed.getMessage()).replaceFirst("^\\w+ \"\\S+\": (?=no basic auth)", ""));
        }
        if (!quiet) {
            call.out().println(pushed.tag() + ": digest: " + pushed.digest() + " size: " + pushed.size());
        }
    }
}
