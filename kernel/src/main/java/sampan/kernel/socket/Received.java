package sampan.kernel.socket;

import java.util.List;
import sampan.kernel.Fd;

/** A message as it came; closing it closes the descriptors nobody has {@link Fd#release released}. */
public final class Received implements AutoCloseable {
    private final byte[] payload;
    private final List<Fd> descriptors;

    Received(byte[] payload, List<Fd> descriptors) {
        this.payload = payload;
        this.descriptors = List.copyOf(descriptors);
    }

    /** The bytes themselves, not a copy. */
    public byte[] payload() {
        return payload;
    }

    public List<Fd> descriptors() {
        return descriptors;
    }

    @Override
    public void close() {
        for (Fd descriptor : descriptors) {
            descriptor.close();
        }
    }
}
