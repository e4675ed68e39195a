package sampan.cli.command.content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Formats;
import sampan.cli.call.OutputFile;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.table.Column;
import sampan.cli.table.Listing;
import sampan.cli.table.Medium;
import sampan.core.config.ConfigJson;
import sampan.core.content.ImageContent;
import sampan.core.sbom.CycloneDxDocument;
import sampan.core.sbom.FoundPackage;
import sampan.core.sbom.Inventory;
import sampan.core.sbom.SpdxDocument;
import sampan.core.sbom.Subject;
import sampan.core.system.Release;
import tools.jackson.databind.JsonNode;

/** {@code image sbom}: the packages of an image. */
public final class ImageSbomCommand implements Command {
    private static final Flag<String> FORMAT = Flag.text(
            "format", "'table', 'spdx-json', 'cyclonedx-json', 'json', or a template: '{{.Name}} {{.Version}}'");
    private static final Flag<String> OUTPUT =
            Flag.text("output", "Write to a file, instead of STDOUT").shorthand('o');

    private static final Usage USAGE = Usage.of(
                    "image sbom",
                    "IMAGE",
                    "List the packages of an image\n\nFound are those of dpkg, rpm and apk, and of Java, npm and Python, by the"
                            + " records that they leave in the files.")
            .flags(FORMAT, OUTPUT)
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        String name = call.operands().getFirst();
        String output = call.value(OUTPUT).orElse("");
        try (ImageContent content = Contents.open(call, name)) {
            Inventory inventory = Inventory.of(content);
            for (String unread : inventory.unread()) {
                call.err().println("WARNING: " + FileNames.text(unread.getBytes(StandardCharsets.UTF_8)));
            }
            Subject subject = new Subject(
                    name, content.image().image().id().toString(), "sampan", Release.VERSION, Instant.now());
            write(call, output, text(call, inventory, subject, output.isEmpty()));
        }
        return 0;
    }

    private static String text(Call call, Inventory inventory, Subject subject, boolean shown) throws InvalidValue {
        String format = call.value(FORMAT).orElse("");
        return switch (format) {
            case "spdx", "spdx-json" -> json(SpdxDocument.of(inventory, subject));
            case "cyclonedx", "cyclonedx-json" -> json(CycloneDxDocument.of(inventory, subject));
            default -> listing().render(inventory.packages(), format, shown ? Formats.medium(call) : Medium.FILE);
        };
    }

    private static String json(JsonNode document) {
        return ConfigJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    }

    private static void write(Call call, String output, String text) throws IOException, CommandFailure {
        if (output.isEmpty()) {
            call.out().print(text);
            return;
        }
        try (OutputFile file = OutputFile.open(call, output, "failed to write the bill of materials: ")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            file.write(bytes, 0, bytes.length);
            file.commit();
        }
    }

    private static Listing<FoundPackage> listing() {
        return new Listing<FoundPackage>(
                        List.of(
                                new Column<FoundPackage>("Name", "NAME", FoundPackage::fullName).shrinking(),
                                new Column<FoundPackage>("Version", "VERSION", FoundPackage::version).shrinking(),
                                new Column<>(
                                        "Type", "TYPE", found -> found.kind().type()),
                                new Column<>("Architecture", "ARCHITECTURE", FoundPackage::architecture),
                                new Column<>("License", "LICENSE", FoundPackage::license),
                                new Column<FoundPackage>("Path", "PATH", FoundPackage::path).shrinking(),
                                new Column<>("Layer", "LAYER", FoundPackage::layer)),
                        List.of("Name", "Version", "Type", "Architecture", "Path"))
                .typed("image.sbomContext");
    }
}
