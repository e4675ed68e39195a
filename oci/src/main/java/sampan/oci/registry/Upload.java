package sampan.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import sampan.oci.image.Digest;

/** Brings blobs and manifests into a repository. */
public final class Upload {
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;
    private static final int PIPE = 1 << 20;
    /** A registry that wants a blob in chunks says so here, with how many bytes each but the last has at least. */
    private static final String CHUNK = "OCI-Chunk-Min-Length";

    private static final int USUAL_CHUNK = 8 << 20;
    /** A larger one would take too much memory: the whole blob is one chunk then. */
    private static final int LARGEST_CHUNK = 32 << 20;

    private static final String BYTES = "application/octet-stream";

    private final Repository repository;

    public Upload(Repository repository) {
        this.repository = repository;
    }

    /** Writes a blob and tells its digest, which nobody needs to know before. */
    @FunctionalInterface
    public interface Content {
        Digest writeTo(OutputStream out) throws IOException;
    }

    /**
     * Has the registry take a blob over from another of its repositories.
     *
     * @return false when it does not: then it has to be sent
     */
    public boolean mount(Digest digest, String from) throws IOException {
        HttpResponse<InputStream> answer = post("?mount=" + digest + "&from=" + URLEncoder.encode(from, UTF_8));
        Wire.end(answer);
        if (answer.statusCode() == ACCEPTED) {
            cancel(location(answer));
        }
        return answer.statusCode() == CREATED;
    }

    private HttpResponse<InputStream> post(String query) throws IOException {
        URI uri = repository.uri("blobs/uploads/" + query);
        return send(uri, "POST", BodyPublishers.noBody(), "");
    }

    /** Also where the registry sends elsewhere for it: without what it knows us by. */
    private HttpResponse<InputStream> send(URI uri, String method, HttpRequest.BodyPublisher body, String type)
            throws IOException {
        HttpRequest.Builder request = repository.request(uri).method(method, body);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return send(uri, request);
    }

    private HttpResponse<InputStream> send(URI uri, HttpRequest.Builder request) throws IOException {
        return repository.isOwn(uri)
                ? repository.send(request, repository.wire()::upload)
                : repository.wire().upload(request.build(), new Wire.Trust(uri.getRawAuthority(), false));
    }

    private URI location(HttpResponse<InputStream> answer) throws IOException {
        String location = answer.headers().firstValue("Location").orElse("");
        return Redirection.check(repository.base(), answer.uri(), location);
    }

    /** The registry would sweep it up, later. */
    private void cancel(URI upload) throws IOException {
        try {
            Wire.end(send(upload, "DELETE", BodyPublishers.noBody(), ""));
        } catch (RegistryException refused) {
            // Not every registry lets go at once.
        }
    }

    /** Sends a small blob that is known. */
    public void document(byte[] bytes, Digest digest) throws IOException {
        HttpResponse<InputStream> started = expect(post(""), ACCEPTED);
        URI end = with(location(started), digest);
        expect(send(end, "PUT", BodyPublishers.ofByteArray(bytes), BYTES), CREATED);
    }

    /** Sends a blob while it is being made. */
    public Digest stream(Content content) throws IOException {
        HttpResponse<InputStream> started = expect(post(""), ACCEPTED);
        URI place = location(started);
        long chunk = started.headers().firstValueAsLong(CHUNK).orElse(0);
        try (PipedInputStream pipe = new PipedInputStream(PIPE)) {
            PipedOutputStream out = new PipedOutputStream(pipe);
            CompletableFuture<@Nullable Digest> made = new CompletableFuture<>();
            Thread.ofPlatform().daemon().name("upload").start(() -> write(content, out, made));
            URI end = chunk > 0 && chunk <= LARGEST_CHUNK
                    ? inChunks(place, pipe, (int) Math.max(chunk, USUAL_CHUNK))
                    : location(taken(patch(place, pipe, made)));
            Digest digest = await(made);
            expect(send(with(end, digest), "PUT", BodyPublishers.noBody(), BYTES), CREATED);
            return digest;
        }
    }

    private HttpResponse<InputStream> taken(HttpResponse<InputStream> answer) throws IOException {
        if (answer.statusCode() != ACCEPTED && answer.statusCode() != NO_CONTENT) {
            throw repository.refused(answer);
        }
        Wire.end(answer);
        return answer;
    }

    /** OCI distribution, "Pushing a blob in chunks": for a registry that says how large a chunk has to be. */
    private URI inChunks(URI start, InputStream content, int size) throws IOException {
        URI place = start;
        long position = 0;
        for (byte[] chunk = content.readNBytes(size); chunk.length > 0; chunk = content.readNBytes(size)) {
            HttpRequest.Builder request = repository
                    .request(place)
                    .method("PATCH", BodyPublishers.ofByteArray(chunk))
                    .header("Content-Type", BYTES)
                    .header("Content-Range", position + "-" + (position + chunk.length - 1));
            place = location(taken(send(place, request)));
            position += chunk.length;
        }
        return place;
    }

    private HttpResponse<InputStream> patch(URI place, PipedInputStream pipe, CompletableFuture<@Nullable Digest> made)
            throws IOException {
        AtomicBoolean used = new AtomicBoolean();
        try {
            return send(
                    place,
                    "PATCH",
                    BodyPublishers.ofInputStream(() -> used.getAndSet(true) ? InputStream.nullInputStream() : pipe),
                    BYTES);
        } catch (IOException failed) {
            pipe.close();
            if (made.isCompletedExceptionally()) {
                await(made);
            }
            throw failed;
        }
    }

    private static void write(Content content, OutputStream out, CompletableFuture<@Nullable Digest> made) {
        // Completed first: whoever reads the end of the pipe finds the digest.
        try (out) {
            Digest digest = content.writeTo(out);
            made.complete(digest);
        } catch (IOException | RuntimeException failed) {
            made.completeExceptionally(failed);
        }
    }

    private static Digest await(CompletableFuture<@Nullable Digest> made) throws IOException {
        try {
            return Optional.ofNullable(made.join()).orElseThrow();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof IOException own ? own : new IOException("cannot be sent", failed);
        }
    }

    private static URI with(URI upload, Digest digest) {
        String text = upload.toString();
        return URI.create(text + (text.indexOf('?') < 0 ? "?" : "&") + "digest=" + digest);
    }

    private HttpResponse<InputStream> expect(HttpResponse<InputStream> answer, int status) throws IOException {
        if (answer.statusCode() != status) {
            throw repository.refused(answer);
        }
        Wire.end(answer);
        return answer;
    }

    /** @param name a tag or a digest */
    public void manifest(String name, String mediaType, byte[] bytes) throws IOException {
        URI uri = repository.uri("manifests/" + name);
        expect(send(uri, "PUT", BodyPublishers.ofByteArray(bytes), mediaType), CREATED);
    }

    /**
     * A manifest about another one.
     *
     * @return whether the registry lists it with the other one
     */
    boolean referrer(String name, String mediaType, byte[] bytes) throws IOException {
        URI uri = repository.uri("manifests/" + name);
        HttpResponse<InputStream> answer =
                expect(send(uri, "PUT", BodyPublishers.ofByteArray(bytes), mediaType), CREATED);
        return answer.headers().firstValue("OCI-Subject").isPresent();
    }
}
