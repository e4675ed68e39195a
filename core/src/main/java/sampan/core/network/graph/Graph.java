package sampan.core.network.graph;

import java.util.List;

/** What is on which network. */
public record Graph(List<Net> networks) {
    public Graph {
        networks = List.copyOf(networks);
    }

    /**
     * One network.
     *
     * @param about its driver, its subnets and what else tells it from others
     */
    public record Net(String name, String about, List<Member> members) {
        public Net {
            members = List.copyOf(members);
        }
    }

    /**
     * A container on it.
     *
     * @param place its address there; empty: it has none
     * @param running whether it runs
     * @param ports {@code 0.0.0.0:8080 -> 80/tcp}: what leads to it on this network
     */
    public record Member(String name, String place, boolean running, List<String> ports) {
        public Member {
            ports = List.copyOf(ports);
        }

        String shown() {
            return name + (place.isEmpty() ? "" : "  " + place) + (running ? "" : "  (not running)");
        }
    }
}
