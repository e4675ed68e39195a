package sampan.oci.registry;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.kernel.file.BlockInputStream;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;

/** A blob on its way: goes on where a connection broke, and ends well only when size and digest are the promised ones. */
final class BlobStream extends BlockInputStream {
    private static final int PARTIAL = 206;
    private static final int OK = 200;

    private final Repository repository;
    private final Descriptor descriptor;
    private final MessageDigest hash;
    private @Nullable InputStream body;
    private long done;
    private int failures;
    private boolean verified;

    BlobStream(Repository repository, Descriptor descriptor) throws IOException {
        this.repository = repository;
        this.descriptor = descriptor;
        this.hash = descriptor.digest().algorithm().streamHasher();
        body = open();
    }

    private InputStream open() throws IOException {
        Map<String, String> range = done == 0 ? Map.of() : Map.of("Range", "bytes=" + done + "-");
        HttpResponse<InputStream> answer =
                repository.fetch("GET", repository.uri("blobs/" + descriptor.digest()), range);
        if (answer.statusCode() == 404
                && !descriptor.urls().isEmpty()
                && MediaTypes.isForeign(descriptor.mediaType())) {
            answer.body().close();
            answer = foreign(range);
        }
        if (answer.statusCode() == PARTIAL && starts(answer, done)) {
            return answer.body();
        }
        if (answer.statusCode() != OK) {
            throw repository.refused(answer);
        }
        InputStream whole = answer.body();
        whole.skipNBytes(done); // a server without ranges begins anew
        return whole;
    }

    /** The address comes from the manifest, from whoever wrote it: it hears no name and no password (CVE-2020-15157). */
    private HttpResponse<InputStream> foreign(Map<String, String> range) throws IOException {
        URI target = Redirection.check(
                repository.base(), repository.base(), descriptor.urls().getFirst());
        if (repository.isOwn(target)) {
            throw new ImageFormatException("the layer " + descriptor.digest() + " is not where its manifest says");
        }
        return repository.fetch("GET", target, range);
    }

    private static boolean starts(HttpResponse<?> answer, long at) {
        return answer.headers().firstValue("Content-Range").orElse("").startsWith("bytes " + at + "-");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (true) {
            try {
                return readOn(target, offset, length);
            } catch (ImageFormatException | RegistryException refused) {
                throw refused;
            } catch (IOException broken) {
                close();
                if (++failures >= repository.attempts()
                        || Thread.currentThread().isInterrupted()) {
                    throw broken;
                }
                Wire.pause(failures, "");
            }
        }
    }

    private int readOn(byte[] target, int offset, int length) throws IOException {
        InputStream stream = body;
        if (stream == null) {
            stream = open();
            body = stream;
        }
        int got = stream.read(target, offset, length);
        if (got < 0) {
            return end();
        }
        done += got;
        if (done > descriptor.size()) {
            throw new ImageFormatException(
                    descriptor.digest() + " has more than the promised " + descriptor.size() + " bytes");
        }
        hash.update(target, offset, got);
        failures = got > 0 ? 0 : failures;
        return got;
    }

    private int end() throws IOException {
        if (done < descriptor.size()) {
            throw new EOFException(
                    descriptor.digest() + " ended after " + done + " of " + descriptor.size() + " bytes");
        }
        if (!verified) {
            Digest found = Digest.of(descriptor.digest().algorithm(), hash.digest());
            if (!found.equals(descriptor.digest())) {
                throw new ImageFormatException("filesystem layer verification failed for digest " + descriptor.digest()
                        + ": it has the digest " + found);
            }
            verified = true;
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        if (body != null) {
            body.close();
            body = null;
        }
    }
}
