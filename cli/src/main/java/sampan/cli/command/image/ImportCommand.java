package sampan.cli.command.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import sampan.cli.call.Archive;
import sampan.cli.call.AwaitedStream;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.ImageName;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.front.FrontSession;
import sampan.cli.progress.Progress;
import sampan.core.error.EngineException;
import sampan.core.image.archive.ImportOptions;
import sampan.kernel.Fd;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Stat;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;
import sampan.oci.registry.WebFile;

/** {@code import}: makes an image from the archive of a root file system. */
public final class ImportCommand implements Command {
    private static final Flag<String> CHANGE = Flag.list(
                    "change", "Apply a Dockerfile instruction to the image ('CMD [\"bash\"]', 'ENV A=b')")
            .shorthand('c');
    private static final Flag<String> MESSAGE =
            Flag.text("message", "Comment in the image's history").shorthand('m');
    private static final Flag<String> PLATFORM = Flag.text("platform", "Platform of its programs (this machine's)");

    private static final Usage USAGE = Usage.of(
                    "import",
                    "file|URL|- [REPOSITORY[:TAG]]",
                    "Import the contents from a tarball to create a filesystem image")
            .aliases("image import", "import")
            .flags(CHANGE, MESSAGE, PLATFORM, ArchiveSignature.KEY, ArchiveSignature.SIGNATURE)
            .atLeast(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        String source = call.operands().getFirst();
        Optional<ImageReference> reference = ImageName.second(call);
        ImportOptions options = options(call);
        if (source.equals("-")) {
            return make(call, call.session().stdin(), reference, options);
        }
        if (source.startsWith("http://") || source.startsWith("https://")) {
            return download(call, address(source), reference, options);
        }
        try (Fd file = Archive.open(call, source)) {
            return make(call, file, reference, options);
        }
    }

    private static int make(Call call, Fd archive, Optional<ImageReference> reference, ImportOptions options)
            throws IOException, InvalidValue {
        FileStatus status = Stat.of(archive);
        try (Progress progress = Progress.of(call.session(), "Importing", status.isRegular() ? status.size() : 0)) {
            String source = call.operands().getFirst();
            InputStream stream = ArchiveSignature.over(
                    call, new Archive(archive, call.session(), progress::add), source.equals("-") ? "" : source);
            return make(call, stream, reference, options);
        }
    }

    private static int download(Call call, URI address, Optional<ImageReference> reference, ImportOptions options)
            throws IOException, InvalidValue {
        FrontSession session = call.session();
        try (WebFile archive = session.await(() -> open(call, address));
                Progress progress = Progress.of(session, "Downloading", archive.size())) {
            InputStream stream = new AwaitedStream(archive.stream(), session, progress::add);
            return make(call, ArchiveSignature.over(call, stream, ""), reference, options);
        }
    }

    private static URI address(String source) throws InvalidValue {
        try {
            return WebFile.address(source);
        } catch (ImageFormatException malformed) {
            throw new InvalidValue(String.valueOf(malformed.getMessage()));
        }
    }

    private static WebFile open(Call call, URI address) throws IOException {
        try {
            return WebFile.open(address, call.session().request().environment());
        } catch (IOException failed) {
            call.session().checkCancelled();
            throw new EngineException.SystemError(String.valueOf(failed.getMessage()), null);
        }
    }

    private static int make(Call call, InputStream stream, Optional<ImageReference> reference, ImportOptions options)
            throws IOException {
        try {
            call.out()
                    .println(call.engine()
                            .images()
                            .importRootfs(stream, reference, options)
                            .id()
                            .toString());
            return 0;
        } catch (EngineException failed) {
            call.session().checkCancelled();
            throw failed;
        }
    }

    private static ImportOptions options(Call call) throws InvalidValue {
        String message = call.value(MESSAGE).filter(given -> !given.isEmpty()).orElse(ImportOptions.DEFAULT.message());
        String platform = call.value(PLATFORM).orElse("");
        try {
            return new ImportOptions(
                    call.flags().values(CHANGE),
                    message,
                    platform.isEmpty() ? Platform.host() : Platform.parse(platform));
        } catch (ImageFormatException malformed) {
            throw new InvalidValue(String.valueOf(malformed.getMessage()));
        }
    }
}
