package sampan.core.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import sampan.core.container.network.Links;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerFolder;
import sampan.core.container.state.ContainerRecord;
import sampan.kernel.Fd;

/** Containers with a {@code --link} to one that starts find it where it is now: it may have another address than before. */
final class Relinking {
    private static final String HOSTS = "hosts";

    private final Parts parts;
    private final Life.Index index;

    Relinking(Parts parts, Life.Index index) {
        this.parts = parts;
        this.index = index;
    }

    /** Nobody waits: those who are told have their own turns. */
    void started(ContainerRecord target) {
        Optional<String> address = Links.address(target.id(), parts.networks());
        if (address.isPresent()) {
            index.all().filter(Life::isRunning).forEach(life -> tell(life, target, address.get()));
        }
    }

    private void tell(Life life, ContainerRecord target, String address) {
        List<Links.Linked> links = Links.aliases(life.record(), target.id(), index).stream()
                .map(alias -> new Links.Linked(alias, target, address))
                .toList();
        if (!links.isEmpty()) {
            Thread.startVirtualThread(
                    () -> life.quietly(_ -> write(life.id(), links), "cannot write where a linked container is"));
        }
    }

    private void write(String id, List<Links.Linked> links) throws IOException {
        try (Fd folder = ContainerFolder.open(parts.places().containers(), id)) {
            String before = ContainerFolder.text(folder, HOSTS);
            String after = before;
            for (Links.Linked link : links) {
                after = Links.renewed(after, link);
            }
            if (!after.equals(before)) {
                ContainerFolder.write(folder, HOSTS, after.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
