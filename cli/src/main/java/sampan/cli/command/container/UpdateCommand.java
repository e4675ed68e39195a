package sampan.cli.command.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Failures;
import sampan.cli.container.UpdateFlags;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.config.NetworkLimit;
import sampan.core.config.Resources;
import sampan.core.config.RestartPolicy;
import sampan.core.container.Container;
import sampan.core.network.PortChange;

/** {@code update}: other limits for containers, at once. */
public final class UpdateCommand implements Command {
    private static final Usage USAGE = Usage.of(
                    "update", "CONTAINER [CONTAINER...]", "Update configuration of one or more containers")
            .aliases("container update", "update")
            .flags(UpdateFlags.ALL)
            .atLeast(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        if (!UpdateFlags.anyGiven(call.flags())) {
            throw new CommandFailure(1, "you must provide one or more flags when using this command");
        }
        Resources changes = UpdateFlags.resources(call.flags());
        Optional<RestartPolicy> policy = UpdateFlags.policy(call.flags());
        Optional<NetworkLimit> limit = UpdateFlags.networkLimit(call.flags());
        PortChange ports = UpdateFlags.ports(call.flags());
        var onUnhealthy = UpdateFlags.onUnhealthy(call.flags());
        List<String> warnings = new ArrayList<>();
        try {
            return Failures.forEach(call.operands(), name -> {
                Container container = call.engine().containers().find(name);
                warnings.addAll(container.update(ports, limit, () -> {
                    List<String> told =
                            UpdateFlags.changesLimits(call.flags()) ? container.update(changes, policy) : List.of();
                    onUnhealthy.ifPresent(container::onUnhealthy);
                    return told;
                }));
                call.out().println(name);
            });
        } finally {
            for (String warning : warnings) {
                call.out().println(warning);
            }
        }
    }
}
