package sampan.core.network.link;

import java.io.IOException;
import sampan.kernel.Fd;
import sampan.kernel.file.Fcntl;

/** Where a container asks for names: two sockets on 127.0.0.11, port 53, of its network namespace. */
public record NameSockets(Fd udp, Fd tcp) implements AutoCloseable {
    /** The same sockets once more, for the caller to close. */
    public NameSockets duplicate() throws IOException {
        try (Fd first = Fcntl.duplicate(udp);
                Fd second = Fcntl.duplicate(tcp)) {
            return new NameSockets(first.release(), second.release());
        }
    }

    @Override
    public void close() {
        udp.close();
        tcp.close();
    }
}
