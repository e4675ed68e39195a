package sampan.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.oci.image.Digest;

/**
 * Where signatures of GnuPG lie, since registries have no place for them (containers-registries.d(5)): a folder of this host or of a web server.
 *
 * @param base {@code file:///…}, {@code https://…} or {@code http://…}
 */
public record Lookaside(URI base) {
    private static final int MOST = 64;
    private static final int LARGEST = 1 << 20;
    private static final int NOT_FOUND = 404;

    /** @throws IOException for an address of another kind */
    public static Lookaside of(String address) throws IOException {
        if (!address.matches("(file:///|https?://)[^\\s?#]*")) {
            throw new IOException("signatures cannot lie at \"" + address + "\": file, https and http are known");
        }
        return new Lookaside(URI.create(address));
    }

    /** All signatures of a manifest, in the order of their numbers. */
    public List<byte[]> find(Repository repository, Digest manifest) throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (int number = 1; number <= MOST; number++) {
            URI place = URI.create(base.toString().replaceAll("/+$", "") + "/"
                    + repository.location().repository() + "@"
                    + manifest.algorithm().label() + "=" + manifest.hex() + "/signature-" + number);
            Optional<byte[]> one = base.getScheme().equals("file") ? file(place) : web(repository, place);
            if (one.isEmpty()) {
                break;
            }
            all.add(one.get());
        }
        return all;
    }

    private static Optional<byte[]> file(URI place) throws IOException {
        try (InputStream file = Files.newInputStream(Path.of(place))) {
            return Optional.of(file.readNBytes(LARGEST));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> web(Repository repository, URI place) throws IOException {
        Wire wire = repository.wire();
        HttpResponse<InputStream> answer =
                wire.patiently(wire.request(place).GET().build(), new Wire.Trust(place.getRawAuthority(), false));
        try (InputStream body = answer.body()) {
            if (answer.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            if (answer.statusCode() != 200) {
                throw new IOException("Get \"" + place + "\": unexpected status " + answer.statusCode());
            }
            return Optional.of(body.readNBytes(LARGEST));
        }
    }
}
