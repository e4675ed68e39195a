package sampan.cli.command.network;

import java.io.IOException;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Scalars;
import sampan.cli.flag.Usage;
import sampan.core.container.Container;
import sampan.core.network.explain.NetworkPath;
import sampan.core.network.explain.Subject;

/** {@code network explain}: the way of a packet, and who can send it. */
public final class NetworkExplainCommand implements Command {
    private static final List<String> PROTOCOLS = List.of("tcp", "udp", "sctp");
    private static final Usage USAGE = Usage.of(
                    "network explain",
                    "CONTAINER [PORT[/PROTO]]",
                    "Show the path of a packet to a port of a container and back, and who can reach it; without a port,"
                            + " the path of what the container sends")
            .between(1, 2);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        Container container = call.engine().containers().find(call.operands().getFirst());
        Subject subject = container.onNetworks();
        if (call.operands().size() == 1) {
            call.show(NetworkPath.out(call.engine().networks(), subject));
            return 0;
        }
        String asked = call.operands().getLast();
        int slash = asked.indexOf('/');
        String protocol = slash < 0 ? "tcp" : asked.substring(slash + 1);
        call.show(NetworkPath.in(call.engine().networks(), subject, protocol, port(asked, slash, protocol)));
        return 0;
    }

    private static int port(String asked, int slash, String protocol) throws CommandFailure {
        try {
            int port = Scalars.uint16(slash < 0 ? asked : asked.substring(0, slash));
            if (port > 0 && PROTOCOLS.contains(protocol)) {
                return port;
            }
        } catch (InvalidValue _) {
            // refused below
        }
        throw new CommandFailure(
                1, "Error: invalid port (" + asked + "): PORT[/tcp|udp|sctp] with a port of 1 to 65535");
    }
}
