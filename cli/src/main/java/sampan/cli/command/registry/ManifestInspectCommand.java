package sampan.cli.command.registry;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
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
import sampan.core.image.transfer.ListedManifest;
import sampan.core.image.transfer.ManifestLists;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Manifest;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code manifest inspect}: a list on its way to a registry, else the manifest or index that one has under the name. */
public final class ManifestInspectCommand implements Command {
    private static final String LIST = "manifests";
    private static final Flag<Boolean> INSECURE = Flag.bool(
            "insecure", "Taken for Docker's sake: which registries may do without TLS is for registries.conf to say");
    private static final Flag<Boolean> VERBOSE = Flag.bool(
                    "verbose", "Output additional info including layers and platform")
            .shorthand('v');

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
        ImageReference name = ImageName.parse(call.operands().getFirst()).withDefaultTag();
        try {
            call.out().println(text(call, name));
        } catch (EngineException.NotFound missing) {
            throw new CommandFailure(1, "no such manifest: " + name.familiar());
        }
        return 0;
    }

    private static String text(Call call, ImageReference name) throws IOException {
        Optional<List<ListedManifest>> own = new ManifestList(call, name).find();
        byte[] document = own.isPresent()
                ? ManifestLists.document(own.get())
                : Pulling.quietly(
                        call, session -> call.engine().images().transfers().manifest(name, session));
        JsonNode json = ConfigJson.MAPPER.readTree(document);
        boolean list = json.has(LIST);
        if (!call.on(VERBOSE)) {
            return pretty(json, list ? "   " : "\t");
        }
        if (!list) {
            return pretty(detail(call, Pulling.quietly(call, session -> ManifestLists.describe(name, session))), "\t");
        }
        ArrayNode all = ConfigJson.MAPPER.createArrayNode();
        for (ListedManifest each : own.isPresent() ? own.get() : ManifestLists.listed(name, document)) {
            all.add(detail(call, each));
        }
        return pretty(all, "\t");
    }

    private static ObjectNode detail(Call call, ListedManifest listed) throws IOException {
        byte[] manifest = Pulling.quietly(call, session -> ManifestLists.manifest(listed, session));
        ObjectNode json =
                ConfigJson.MAPPER.createObjectNode().put("Ref", listed.name().toString());
        json.putObject("Descriptor")
                .put("mediaType", listed.mediaType())
                .put("digest", listed.digest().toString())
                .put("size", listed.size())
                .set("platform", listed.machine().toJson());
        json.put("Raw", Base64.getEncoder().encodeToString(manifest));
        String kind = listed.mediaType().equals(Manifest.MEDIA_TYPE) ? "OCIManifest" : "SchemaV2Manifest";
        return json.set(kind, ConfigJson.MAPPER.readTree(manifest));
    }

    /** As Go writes it: a list with three blanks, all else with tabs. */
    private static String pretty(JsonNode json, String indent) {
        DefaultIndenter lines = new DefaultIndenter(indent, "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectNameValueSpacing(Spacing.AFTER)
                        .withArrayEmptySeparator("")
                        .withObjectEmptySeparator(""))
                .withObjectIndenter(lines)
                .withArrayIndenter(lines);
        return ConfigJson.MAPPER.writer().with(printer).writeValueAsString(json);
    }
}
