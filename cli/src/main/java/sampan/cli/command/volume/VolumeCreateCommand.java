package sampan.cli.command.volume;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.value.KeyValue;
import sampan.core.volume.VolumeRequest;

/** {@code volume create}. */
public final class VolumeCreateCommand implements Command {
    private static final Flag<String> DRIVER =
            Flag.text("driver", "Specify volume driver name").shorthand('d').initially("local");
    private static final Flag<String> LABEL = Flag.of("label", "list", "Set metadata for a volume", KeyValue::label);
    private static final Flag<String> OPTION = Flag.list(
                    "opt", "Set driver specific options (type=, device= and o=, as of mount)")
            .shorthand('o');

    private static final Usage USAGE = Usage.of("volume create", "[VOLUME]", "Create a volume")
            .flags(DRIVER, LABEL, OPTION)
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
        call.out().println(call.engine().volumes().create(request).name().text());
        return 0;
    }
}
