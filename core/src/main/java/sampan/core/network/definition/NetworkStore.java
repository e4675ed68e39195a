package sampan.core.network.definition;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.core.config.ConfigJson;
import sampan.kernel.Fd;
import sampan.kernel.file.Directory;
import sampan.oci.store.WholeFile;
import tools.jackson.core.JacksonException;

/** A file for each network: {@code networks/ID.json}. */
public final class NetworkStore implements AutoCloseable {
    private static final String SUFFIX = ".json";
    private static final int LARGEST = 1 << 20;

    private final Fd folder;

    /** @param folder taken over */
    public NetworkStore(Fd folder) {
        this.folder = folder;
    }

    public List<Network> read() throws IOException {
        List<Network> networks = new ArrayList<>();
        for (Directory.Entry entry : Directory.list(folder)) {
            if (entry.text().endsWith(SUFFIX)) {
                read(entry.text()).ifPresent(networks::add);
            }
        }
        return networks;
    }

    private Optional<Network> read(String name) throws IOException {
        try {
            return WholeFile.read(folder, name, LARGEST)
                    .map(json -> ConfigJson.MAPPER.readValue(json, Network.class))
                    .filter(network -> name.equals(network.id() + SUFFIX)
                            && Driver.of(network.driver()).isPresent());
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    public void write(Network network) throws IOException {
        WholeFile.replace(folder, network.id() + SUFFIX, ConfigJson.MAPPER.writeValueAsBytes(network));
    }

    public void remove(Network network) throws IOException {
        WholeFile.remove(folder, network.id() + SUFFIX);
    }

    @Override
    public void close() {
        folder.close();
    }
}
