package sampan.cli.command.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Failures;
import sampan.cli.call.Formats;
import sampan.cli.call.ImagePlatform;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.table.Inspector;
import sampan.core.config.ConfigJson;
import sampan.core.container.Container;
import sampan.core.error.EngineException;
import sampan.core.error.Quoted;
import sampan.core.image.ImageInspection;
import sampan.core.image.catalogue.Image;
import sampan.core.volume.VolumeInspection;
import sampan.oci.image.Platform;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code inspect}: everything about containers and images, as JSON. */
public final class InspectCommand implements Command {
    private static final Flag<String> FORMAT = Flag.text(
                    "format", "'json', or a template: '{{.State.Status}}', '{{json .Config}}'")
            .shorthand('f');
    private static final Flag<Boolean> SIZE =
            Flag.bool("size", "Show what a container takes on disk").shorthand('s');
    private static final Flag<String> TYPE = Flag.text("type", "Look only for 'container' or only for 'image'");

    private static final Flag<Platform> PLATFORM = ImagePlatform.flag("Only if this is its platform");

    private static final Usage USAGE = Usage.of(
                    "inspect", "NAME|ID [NAME|ID...]", "Return low-level information on containers and images")
            .flags(FORMAT, SIZE, TYPE)
            .atLeast(1);

    private static final Usage VOLUME = Usage.of(
                    "volume inspect", "VOLUME [VOLUME...]", "Display detailed information on one or more volumes")
            .flags(FORMAT)
            .atLeast(1);

    private static final Usage NETWORK = Usage.of(
                    "network inspect", "NETWORK [NETWORK...]", "Display detailed information on one or more networks")
            .flags(
                    FORMAT,
                    Flag.bool("verbose", "Verbose output for diagnostics").shorthand('v'))
            .atLeast(1);

    private static final List<String> TYPES =
            List.of("config", "container", "image", "network", "node", "plugin", "secret", "service", "task", "volume");
    private static final List<String> HERE = List.of("", "container", "image", "network", "volume");

    private static final Usage CONTAINER = Usage.of(
                    "container inspect",
                    "CONTAINER [CONTAINER...]",
                    "Display detailed information on one or more containers")
            .flags(FORMAT, SIZE)
            .atLeast(1);
    private static final Usage IMAGE = Usage.of(
                    "image inspect", "IMAGE [IMAGE...]", "Display detailed information on one or more images")
            .flags(FORMAT, PLATFORM)
            .atLeast(1);

    private final String type;
    private final Usage usage;

    /** @param type {@code container}, {@code image}, or empty for whichever has the name */
    public InspectCommand(String type) {
        this.type = type;
        usage = switch (type) {
            case "container" -> CONTAINER;
            case "image" -> IMAGE;
            case "network" -> NETWORK;
            case "volume" -> VOLUME;
            default -> USAGE;
        };
    }

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        String wanted = type.isEmpty() ? type(call) : type;
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

    /** Docker has more of them than there are here; of those nothing is ever found. */
    private static String type(Call call) throws CommandFailure {
        String wanted = call.value(TYPE).orElse("");
        String known = TYPES.stream().map(Quoted::of).collect(Collectors.joining(", "));
        if (call.flags().given(TYPE) && !TYPES.contains(wanted)) {
            String what = wanted.isEmpty() ? "type is empty" : "unknown type: " + Quoted.of(wanted);
            throw new CommandFailure(1, what + ": must be one of " + known);
        }
        return wanted;
    }

    private static void add(Call call, String name, String wanted, Inspector inspector) throws InvalidValue {
        if (!HERE.contains(wanted)) {
            throw new EngineException.NotFound("No such " + wanted + ": " + name);
        }
        if (wanted.equals("volume")) {
            volume(call, name, inspector);
            return;
        }
        if (wanted.equals("network")) {
            network(call, name, inspector);
            return;
        }
        if (!wanted.equals("image")) {
            try {
                inspector.add(container(call, name), "container.InspectResponse");
                return;
            } catch (EngineException.NotFound missing) {
                if (!wanted.isEmpty()) {
                    throw missing;
                }
            }
        }
        try {
            image(call, name, inspector);
        } catch (EngineException.NotFound | EngineException.InvalidArgument missing) {
            if (!wanted.isEmpty()) {
                throw missing;
            }
            other(call, name, inspector);
        }
    }

    private static void other(Call call, String name, Inspector inspector) throws InvalidValue {
        try {
            network(call, name, inspector);
        } catch (EngineException.NotFound _) {
            volume(call, name, inspector);
        }
    }

    private static void network(Call call, String name, Inspector inspector) throws InvalidValue {
        JsonNode network = ConfigJson.MAPPER.valueToTree(call.engine().inspectNetwork(name));
        inspector.add(network, "network.Inspect");
    }

    private static JsonNode container(Call call, String name) {
        Container container = call.engine().containers().find(name);
        ObjectNode shown = ConfigJson.MAPPER.valueToTree(container.inspect());
        if (call.on(SIZE)) {
            long own = container.diskUsage();
            shown.put("SizeRw", own);
            shown.put("SizeRootFs", own + container.imageSize());
        }
        return shown;
    }

    private static void image(Call call, String name, Inspector inspector) throws InvalidValue {
        Image image = call.engine().images().find(name);
        call.value(PLATFORM).ifPresent(wanted -> image.require(wanted, name));
        String driver = call.engine().containers().storageDriver();
        inspector.add(ConfigJson.MAPPER.valueToTree(ImageInspection.of(image, driver)), "image.InspectResponse");
    }

    private static void volume(Call call, String name, Inspector inspector) throws InvalidValue {
        JsonNode volume =
                ConfigJson.MAPPER.valueToTree(VolumeInspection.of(call.engine().volume(name)));
        inspector.addTyped(volume, "volume.Volume");
    }
}
