package sampan.api.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import sampan.api.call.Call;
import sampan.api.call.ImageSettings;
import sampan.api.call.Json;
import sampan.api.http.Client;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.error.EngineException;
import sampan.core.files.Commit;
import sampan.core.image.archive.ImageSaving;
import sampan.core.image.archive.ImportOptions;
import sampan.core.image.archive.LoadProgress;
import sampan.core.image.archive.LoadedImage;
import sampan.kernel.file.Pipe;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;
import sampan.oci.registry.WebFile;
import tools.jackson.databind.node.ObjectNode;

/** Images made of archives and of containers, and written to archives. */
public final class ImageArchives {
    private static final String TAR = "application/x-tar";

    private final Engine engine;

    public ImageArchives(Engine engine) {
        this.engine = engine;
    }

    /** {@code fromSrc}: the archive of a root file system. */
    Response create(Call call) throws IOException {
        String source = call.text("fromSrc");
        if (source.isEmpty()) {
            throw new EngineException.InvalidArgument("one of fromImage and fromSrc is needed");
        }
        String message = call.text("message");
        ImportOptions options = new ImportOptions(
                call.request().parameters("changes"),
                message.isEmpty() ? ImportOptions.DEFAULT.message() : message,
                call.platform().orElse(Platform.host()));
        Optional<ImageReference> reference = named(call);
        if (source.equals("-")) {
            ImageId id = engine.images()
                    .importRootfs(call.request().body().stream(), reference, options)
                    .id();
            return Response.stream(
                    Json.TYPE, out -> Json.line(out, Json.object().put("status", id.toString())));
        }
        URI address = address(source);
        return Response.stream(Json.TYPE, out -> {
            try (Client.Wait _ = call.request().client().waiting();
                    WebFile archive = download(address)) {
                Json.line(out, Json.object().put("status", "Downloading from " + address));
                ImageId id = engine.images()
                        .importRootfs(archive.stream(), reference, options)
                        .id();
                Json.line(out, Json.object().put("status", id.toString()));
            }
        });
    }

    private static URI address(String source) {
        try {
            return WebFile.address(source);
        } catch (ImageFormatException malformed) {
            throw new EngineException.InvalidArgument("fromSrc: " + malformed.getMessage());
        }
    }

    private WebFile download(URI address) throws InterruptedIOException {
        try {
            return WebFile.open(address, engine.settings().registries().environment());
        } catch (InterruptedIOException left) {
            throw left; // the client has gone
        } catch (IOException failed) {
            throw new EngineException.SystemError(String.valueOf(failed.getMessage()), null);
        }
    }

    private static Optional<ImageReference> named(Call call) {
        String repository = call.text("repo");
        String tag = call.text("tag");
        return repository.isEmpty()
                ? Optional.empty()
                : Optional.of(Call.reference(tag.isEmpty() ? repository : repository + ":" + tag));
    }

    public Response commit(Call call) throws IOException {
        List<String> changes = call.request().parameters("changes").stream()
                .flatMap(String::lines)
                .filter(line -> !line.isBlank())
                .toList();
        ObjectNode body = call.json();
        Commit commit = new Commit(
                named(call),
                body.isEmpty() ? Optional.empty() : Optional.of(ImageSettings.read(body)),
                changes,
                call.text("author"),
                call.text("comment"),
                call.request().flag("pause", true));
        ImageId id = engine.commit(call.text("container"), commit).id();
        return Json.response(201, Json.object().put("Id", id.toString()));
    }

    public Response load(Call call) throws IOException {
        boolean quiet = call.flag("quiet");
        Optional<Platform> platform = call.platform();
        InputStream body = call.request().body().stream();
        return Response.stream(Json.TYPE, out -> {
            Progress progress = new Progress(out, call.request().client());
            List<LoadedImage> loaded;
            // A body is no file: what looks for one finds a pipe, and takes the stream.
            try (Pipe none = Pipe.open()) {
                loaded = engine.images().load(none.readEnd(), body, platform, quiet ? LoadProgress.NONE : progress);
            }
            for (LoadedImage image : loaded) {
                tell(image, progress);
            }
        });
    }

    private static void tell(LoadedImage image, Progress progress) throws IOException {
        for (LoadedImage.Taken taken : image.takenFrom()) {
            progress.stream("The image " + taken.name().familiar() + " already exists, renaming the old one with ID "
                    + taken.from() + " to empty string\n");
        }
        for (ImageReference name : image.names()) {
            progress.stream("Loaded image: " + name.familiar() + "\n");
        }
        if (image.names().isEmpty()) {
            progress.stream("Loaded image ID: " + image.id() + "\n");
        }
    }

    public Response save(Call call) {
        return save(call, List.of(call.name()));
    }

    public Response saveAll(Call call) {
        return save(call, call.request().parameters("names"));
    }

    private Response save(Call call, List<String> names) {
        Optional<Platform> platform = call.platform();
        return Response.stream(TAR, out -> {
            try (ImageSaving saving = engine.images().save(names, platform)) {
                saving.writeTo(out);
            }
        });
    }
}
