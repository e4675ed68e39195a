package sampan.cli.command.registry;

import java.io.IOException;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.ImageName;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.config.ConfigJson;
import sampan.core.error.EngineException;
import sampan.oci.image.ImageReference;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;

/** {@code manifest inspect}: the manifest or index that a registry has under a name. */
public final class ManifestInspectCommand implements Command {
    private static final Flag<Boolean> INSECURE = Flag.bool(
            "insecure", "Taken for Docker's sake: which registries may do without TLS is for registries.conf to say");
    private static final Flag<Boolean> VERBOSE =
            Flag.bool("verbose", "Show more").shorthand('v').comesWith("the other commands of this group");

    private static final Usage USAGE = Usage.of(
                    "manifest inspect", "MANIFEST", "Display an image manifest, or manifest list")
            .flags(INSECURE, VERBOSE)
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        String asked = call.operands().getFirst();
        ImageReference name = ImageName.parse(asked).withDefaultTag();
        byte[] manifest;
        try {
            manifest = Pulling.with(
                    call,
                    Optional.empty(),
                    new Pulling.Silent(call),
                    session -> call.engine().images().transfers().manifest(name, session));
        } catch (EngineException.NotFound missing) {
            throw new CommandFailure(1, "no such manifest: " + name.familiar());
        }
        DefaultIndenter tabs = new DefaultIndenter("\t", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectNameValueSpacing(Spacing.AFTER))
                .withObjectIndenter(tabs)
                .withArrayIndenter(tabs);
        String text = ConfigJson.MAPPER.writer().with(printer).writeValueAsString(ConfigJson.MAPPER.readTree(manifest));
        call.out().println(text);
        return 0;
    }
}
