package sampan.core.network.endpoint;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sampan.core.error.EngineException;
import sampan.core.network.address.Subnet;
import sampan.core.network.address.SubnetText;
import sampan.core.network.definition.Network;

/** Docker's rules of the addresses that containers ask for, as they are since dockerd 29. Pure. */
public final class AddressRules {
    private AddressRules() {}

    /**
     * Refuses what no start could give.
     *
     * @param where begins the refusal
     */
    public static void check(Network network, EndpointSettings settings, String where) {
        refuse(problems(network, settings), where);
    }

    /** The same of a network that is not there yet. */
    public static void check(EndpointSettings settings, String where) {
        refuse(malformed(settings), where);
    }

    private static void refuse(List<String> problems, String where) {
        if (!problems.isEmpty()) {
            String all = problems.size() == 1 ? problems.getFirst() : "* " + String.join("\n* ", problems);
            throw new EngineException.InvalidArgument(where + "invalid endpoint settings:\n" + all);
        }
    }

    private static List<String> problems(Network network, EndpointSettings settings) {
        if (!settings.asksAddress() || network.hasPlugins()) {
            return List.of();
        }
        if (network.isPredefined()) {
            return List.of("user specified IP address is supported on user defined networks only");
        }
        List<String> malformed = malformed(settings);
        return malformed.isEmpty()
                ? Stream.of(settings.wantedV4(), settings.wantedV6())
                        .filter(wanted -> !wanted.isEmpty())
                        .flatMap(wanted -> elsewhere(network, wanted).stream())
                        .toList()
                : malformed;
    }

    private static List<String> malformed(EndpointSettings settings) {
        List<String> problems = new ArrayList<>();
        if (!isOf(Inet4Address.class, settings.wantedV4())) {
            problems.add("invalid IPv4 address: " + settings.wantedV4());
        }
        if (!isOf(Inet6Address.class, settings.wantedV6())) {
            problems.add("invalid IPv6 address: " + settings.wantedV6());
        }
        return problems;
    }

    private static boolean isOf(Class<? extends InetAddress> family, String wanted) {
        return wanted.isEmpty()
                || Subnet.address(wanted)
                        .filter(address -> family.isInstance(address) && !address.isAnyLocalAddress())
                        .isPresent();
    }

    private static Optional<String> elsewhere(Network network, String wanted) {
        return network.ipam().config().stream()
                        .anyMatch(pool -> SubnetText.isV6(pool.subnet()) == SubnetText.isV6(wanted)
                                && SubnetText.holds(pool.subnet(), wanted))
                ? Optional.empty()
                : Optional.of("no configured subnet contains IP address " + wanted);
    }
}
