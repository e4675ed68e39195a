package sampan.core.network.port;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The ports of a container as {@code ps} shows them: {@code 0.0.0.0:8080->80/tcp, 443/tcp}; neighbours are one range. Pure. */
public final class PortText {
    private PortText() {}

    /** Neighbours, on the host and in the container. */
    private record Run(String hostIp, String protocol, int hostFirst, int first, int count) {
        boolean continues(BoundPort next) {
            return hostIp.equals(next.hostIp())
                    && protocol.equals(next.protocol())
                    && next.hostPort() == hostFirst + count
                    && next.port() == first + count;
        }

        @Override
        public String toString() {
            String host = hostIp.indexOf(':') < 0 ? hostIp : "[" + hostIp + "]";
            return host + ":" + range(hostFirst, count) + "->" + range(first, count) + "/" + protocol;
        }
    }

    /** @param exposed {@code 80/tcp}: what it says it listens on */
    public static String of(Collection<BoundPort> published, Set<String> exposed) {
        List<String> parts = new ArrayList<>();
        runs(published).forEach(run -> parts.add(run.toString()));
        Set<String> known = published.stream().map(BoundPort::key).collect(Collectors.toSet());
        unpublished(exposed, known).forEach((protocol, ports) -> parts.addAll(ranges(ports, protocol)));
        return String.join(", ", parts);
    }

    private static List<Run> runs(Collection<BoundPort> published) {
        List<BoundPort> sorted = published.stream()
                .sorted(Comparator.comparing(BoundPort::protocol)
                        .thenComparing(port -> port.hostIp().indexOf(':') >= 0)
                        .thenComparing(BoundPort::hostIp)
                        .thenComparingInt(BoundPort::port)
                        .thenComparingInt(BoundPort::hostPort))
                .toList();
        List<Run> runs = new ArrayList<>();
        for (BoundPort port : sorted) {
            Run last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && last.continues(port)) {
                runs.set(
                        runs.size() - 1,
                        new Run(last.hostIp(), last.protocol(), last.hostFirst(), last.first(), last.count() + 1));
            } else {
                runs.add(new Run(port.hostIp(), port.protocol(), port.hostPort(), port.port(), 1));
            }
        }
        return runs;
    }

    private static Map<String, List<Integer>> unpublished(Set<String> exposed, Set<String> known) {
        Map<String, List<Integer>> byProtocol = new TreeMap<>();
        for (String port : exposed) {
            int slash = port.indexOf('/');
            if (slash > 0 && !known.contains(port)) {
                byProtocol
                        .computeIfAbsent(port.substring(slash + 1), _ -> new ArrayList<>())
                        .add(Integer.parseInt(port.substring(0, slash)));
            }
        }
        return byProtocol;
    }

    private static List<String> ranges(List<Integer> ports, String protocol) {
        List<Integer> sorted = ports.stream().sorted().toList();
        List<String> ranges = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            if (i == sorted.size() || sorted.get(i) != sorted.get(i - 1) + 1) {
                ranges.add(range(sorted.get(from), i - from) + "/" + protocol);
                from = i;
            }
        }
        return ranges;
    }

    private static String range(int first, int count) {
        return count == 1 ? String.valueOf(first) : first + "-" + (first + count - 1);
    }
}
