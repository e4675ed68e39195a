package sampan.api.image;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import sampan.api.call.Call;
import sampan.api.call.Json;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.error.EngineException;
import sampan.core.image.transfer.Pulled;
import sampan.core.image.transfer.Transfers;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;
import sampan.oci.registry.Credentials;
import sampan.oci.registry.RegistryClient;

/** Images from and to registries. */
public final class ImageTransfers {
    private final Engine engine;
    private final ImageArchives archives;

    public ImageTransfers(Engine engine, ImageArchives archives) {
        this.engine = engine;
        this.archives = archives;
    }

    /** Pulls, or imports: one operation with two meanings. */
    public Response create(Call call) throws IOException {
        return call.text("fromImage").isEmpty() ? archives.create(call) : pull(call);
    }

    private Response pull(Call call) {
        String from = call.text("fromImage");
        String tag = call.text("tag");
        ImageReference plain = Call.reference(from);
        boolean all = tag.isEmpty() && plain.tag().isEmpty() && plain.digest().isEmpty();
        ImageReference name = tag.isEmpty()
                ? plain
                : Call.reference(plain.familiarName() + (tag.indexOf(':') >= 0 ? "@" : ":") + tag);
        return transfer(call, call.platform(), (session, progress) -> {
            Transfers transfers = engine.images().transfers();
            List<Pulled> pulled = all ? transfers.pullAll(name, session) : List.of(transfers.pull(name, session));
            boolean newer = pulled.stream().anyMatch(Pulled::newer);
            progress.status((newer ? "Status: Downloaded newer image for " : "Status: Image is up to date for ")
                    + (all ? name.familiarName() : name.familiar()));
        });
    }

    public Response push(Call call) {
        ImageReference plain = Call.reference(call.name());
        String tag = call.text("tag");
        ImageReference name = tag.isEmpty() ? plain : Call.reference(plain.familiarName() + ":" + tag);
        return transfer(call, Optional.empty(), (session, progress) -> {
            progress.status("The push refers to repository [" + name.name() + "]");
            Transfers transfers = engine.images().transfers();
            List<ImageReference> names = name.tag().isPresent() ? List.of(name) : transfers.tags(name);
            if (names.isEmpty()) {
                throw new EngineException.NotFound(
                        "An image does not exist locally with the tag: " + name.familiarName());
            }
            for (ImageReference each : names) {
                pushed(progress, transfers.push(each, session));
            }
        });
    }

    private static void pushed(Progress progress, Transfers.Pushed pushed) throws IOException {
        progress.status(pushed.tag() + ": digest: " + pushed.digest() + " size: " + pushed.size());
        progress.aux(Json.object()
                .put("Tag", pushed.tag())
                .put("Digest", pushed.digest().toString())
                .put("Size", pushed.size()));
    }

    @FunctionalInterface
    private interface Work {
        void with(Transfers.Session session, Progress progress) throws IOException;
    }

    /** What fails before the first line has a status of its own; later it is a line. */
    private Response transfer(Call call, Optional<Platform> platform, Work work) {
        Credentials user = RegistryUser.of(call);
        return Response.stream(Json.TYPE, out -> {
            Watched watched = new Watched(out);
            Progress progress = new Progress(watched, call.request().client());
            try (RegistryClient client = RegistryUser.client(engine)) {
                work.with(new Transfers.Session(client, _ -> user, platform, progress), progress);
            } catch (EngineException failed) {
                if (!watched.begun || call.request().client().isGone()) {
                    throw failed;
                }
                progress.error(String.valueOf(failed.getMessage()));
            }
        });
    }

    /** Knows whether anything was written. */
    private static final class Watched extends OutputStream {
        private final OutputStream out;
        private boolean begun;

        Watched(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int octet) throws IOException {
            begun = true;
            out.write(octet);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            begun = true;
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
