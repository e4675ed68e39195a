package sampan.cli.command.volume;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Refusal;
import sampan.cli.flag.Usage;
import sampan.cli.value.KeyValue;
import sampan.cli.value.MemorySize;
import sampan.core.volume.VolumeRequest;

/** {@code volume create}. */
public final class VolumeCreateCommand implements Command {
    private static final Flag<String> DRIVER =
            Flag.text("driver", "Specify volume driver name").shorthand('d').initially("local");
    private static final Flag<String> LABEL = Flag.of("label", "list", "Set metadata for a volume", KeyValue::label);
    private static final Flag<String> OPTION = Flag.of(
                    "opt", "map", "Set driver specific options (type=, device= and o=, as of mount)", text -> text)
            .shorthand('o');

    /** Docker's, for volumes of a swarm. */
    private static final List<Flag<?>> CLUSTER = Stream.of(
                    Flag.text("availability", "Whether it may be used").initially("active"),
                    Flag.text("group", "Group of volumes"),
                    Flag.of("limit-bytes", "bytes", "Most that it may grow to", MemorySize::parse),
                    Flag.of("required-bytes", "bytes", "Least that it must have", MemorySize::parse),
                    Flag.text("scope", "How many nodes may use it").initially("single"),
                    Flag.of("secret", "map", "Secrets of its driver", text -> text),
                    Flag.text("sharing", "How many may use it at once").initially("none"),
                    Flag.list("topology-preferred", "Where it had better be"),
                    Flag.list("topology-required", "Where it must be"),
                    Flag.text("type", "Whether it is a file system or a device").initially("block"))
            .<Flag<?>>map(flag -> flag.refused(new Refusal.Swarm()))
            .toList();

    private static final Usage USAGE = Usage.of("volume create", "[VOLUME]", "Create a volume")
            .flags(Stream.concat(Stream.of(DRIVER, LABEL, OPTION), CLUSTER.stream())
                    .toList())
            .between(0, 1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : call.flags().values(OPTION)) {
            int equals = option.indexOf('=');
            options.put(
                    equals < 0 ? option : option.substring(0, equals), equals < 0 ? "" : option.substring(equals + 1));
        }
        VolumeRequest request = new VolumeRequest(
                call.operands().isEmpty() ? "" : call.operands().getFirst(),
                KeyValue.map(call.flags().values(LABEL)),
                call.value(DRIVER).orElse(""),
                options);
        call.out().println(call.engine().createVolume(request).name().text());
        return 0;
    }
}
