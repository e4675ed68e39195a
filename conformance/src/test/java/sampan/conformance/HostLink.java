package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A network device of the host with a peer, made for a test. Who closes it removes both, wherever the first one went. */
final class HostLink implements AutoCloseable {
    private final String name;
    private final String peer;

    HostLink(String name, String peer) throws IOException {
        this.name = name;
        this.peer = peer;
        ip("link", "add", name, "type", "veth", "peer", "name", peer);
    }

    HostLink address(String address, String... options) throws IOException {
        List<String> line = new ArrayList<>(List.of("address", "add", address));
        line.addAll(List.of(options));
        line.addAll(List.of("dev", name));
        ip(line.toArray(String[]::new));
        return this;
    }

    /** Whether it is among the host's. */
    boolean isHere() throws IOException {
        return run("link", "show", name) == 0;
    }

    @Override
    public void close() throws IOException {
        run("link", "delete", peer);
    }

    private static void ip(String... arguments) throws IOException {
        assertThat(run(arguments)).as(String.join(" ", arguments)).isZero();
    }

    private static int run(String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of("ip"));
        line.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(line)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
