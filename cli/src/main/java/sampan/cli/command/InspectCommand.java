package sampan.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Quoted;
import sampan.cli.flag.Usage;
import sampan.cli.table.Inspector;
import sampan.core.config.ConfigJson;
import sampan.core.error.EngineException;
import sampan.core.image.ImageInspection;
import sampan.core.volume.VolumeInspection;
import tools.jackson.databind.JsonNode;

/** {@code inspect}: everything about containers and images, as JSON. */
final class InspectCommand implements Command {
    private static final Flag<String> FORMAT = Flag.text(
                    "format", "'json', or a template: '{{.State.Status}}', '{{json .Config}}'")
            .shorthand('f');
    private static final Flag<Boolean> SIZE =
            Flag.bool("size", "Show what it takes on disk").shorthand('s').comesWith("disk usage");
    private static final Flag<String> TYPE = Flag.text("type", "Look only for 'container' or only for 'image'");

    private static final Usage USAGE = Usage.of(
                    "inspect", "NAME|ID [NAME|ID...]", "Return low-level information on containers and images")
            .flags(FORMAT, SIZE, TYPE)
            .atLeast(1);

    private static final Usage VOLUME = Usage.of(
                    "volume inspect", "VOLUME [VOLUME...]", "Display detailed information on one or more volumes")
            .flags(FORMAT)
            .atLeast(1);

    private final String type;
    private final Usage usage;

    /** @param type {@code container}, {@code image}, or empty for whichever has the name */
    InspectCommand(String type) {
        this.type = type;
        usage = type.isEmpty()
                ? USAGE
                : type.equals("volume")
                        ? VOLUME
                        : USAGE.named(type + " inspect").flags(FORMAT, SIZE).atLeast(1);
    }

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        String wanted = type.isEmpty() ? call.value(TYPE).orElse("") : type;
        if (!List.of("", "container", "image", "volume").contains(wanted)) {
            throw new CommandFailure(
                    1, "unknown type: " + Quoted.of(wanted) + ": must be one of \"container\", \"image\", \"volume\"");
        }
        Inspector inspector = Formats.inspector(call.value(FORMAT).orElse(""));
        List<String> failures = new ArrayList<>();
        for (String name : call.operands()) {
            try {
                add(call, name, wanted, inspector);
            } catch (EngineException.NotFound missing) {
                failures.add(wanted.isEmpty() ? "Error: No such object: " + name : Failures.text(missing));
            } catch (InvalidValue wrong) {
                failures.add(wrong.getMessage());
            }
        }
        call.out().print(inspector.text());
        if (!failures.isEmpty()) {
            throw new CommandFailure(1, String.join("\n", failures));
        }
        return 0;
    }

    private static void add(Call call, String name, String wanted, Inspector inspector) throws InvalidValue {
        if (wanted.equals("volume")) {
            volume(call, name, inspector);
            return;
        }
        if (!wanted.equals("image")) {
            try {
                JsonNode container = ConfigJson.MAPPER.valueToTree(
                        call.engine().containers().find(name).inspect());
                inspector.add(container, "container.InspectResponse");
                return;
            } catch (EngineException.NotFound missing) {
                if (!wanted.isEmpty()) {
                    throw missing;
                }
            }
        }
        try {
            image(call, name, inspector);
        } catch (EngineException.NotFound missing) {
            if (!wanted.isEmpty()) {
                throw missing;
            }
            volume(call, name, inspector);
        }
    }

    private static void image(Call call, String name, Inspector inspector) throws InvalidValue {
        JsonNode image = ConfigJson.MAPPER.valueToTree(
                ImageInspection.of(call.engine().images().find(name)));
        inspector.add(image, "image.InspectResponse");
    }

    private static void volume(Call call, String name, Inspector inspector) throws InvalidValue {
        JsonNode volume = ConfigJson.MAPPER.valueToTree(
                VolumeInspection.of(call.engine().volumes().find(name)));
        inspector.add(volume, "volume.Volume");
    }
}
