package sampan.cli.command.registry;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.ImageName;
import sampan.cli.call.ImagePlatform;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.image.transfer.Pulled;
import sampan.core.image.transfer.TransferProgress;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;

/** {@code pull}: takes images from a registry. */
public final class PullCommand implements Command {
    private static final Flag<Boolean> ALL = TransferFlags.allTags("Pull every tag of the repository");
    private static final Flag<Boolean> CONTENT_TRUST = TransferFlags.contentTrust("Take images without a signature");
    private static final Flag<Platform> PLATFORM = ImagePlatform.flag("Platform of the image (this machine's)");

    private static final Usage USAGE = Usage.of("pull", "NAME[:TAG|@DIGEST]", "Download an image from a registry")
            .aliases("image pull", "pull")
            .flags(ALL, CONTENT_TRUST, PLATFORM, TransferFlags.QUIET)
            .exactly(1);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue {
        ImageReference given = ImageName.parse(call.operands().getFirst());
        boolean bare = given.tag().isEmpty() && given.digest().isEmpty();
        TransferFlags.refuseTagOfAll(call.on(ALL), !bare);
        Optional<Platform> platform = call.value(PLATFORM);
        if (call.on(ALL)) {
            all(call, given, platform);
            return 0;
        }
        if (bare && !call.on(TransferFlags.QUIET)) {
            call.out().println("Using default tag: latest");
        }
        ImageReference name = given.withDefaultTag();
        Pulling.pull(call, name, platform, call.on(TransferFlags.QUIET) ? 0 : 1);
        call.out().println(name.toString());
        return 0;
    }

    private static void all(Call call, ImageReference repository, Optional<Platform> platform) throws IOException {
        TransferProgress progress = call.on(TransferFlags.QUIET) ? new Pulling.Silent(call) : new AllTags(call);
        List<Pulled> pulled = Pulling.with(
                call,
                platform,
                progress,
                session -> call.engine().images().transfers().pullAll(repository, session));
        if (progress instanceof AllTags lines) {
            lines.end(pulled.stream().anyMatch(Pulled::newer), repository.familiar());
        }
        call.out().println(repository.toString());
    }

    /** Of several images: how they came is told at the end. */
    private static final class AllTags implements TransferProgress {
        private final Call call;
        private final TransferLines lines;

        AllTags(Call call) {
            this.call = call;
            lines = new TransferLines(call, 1);
        }

        @Override
        public void check() throws IOException {
            lines.check();
        }

        @Override
        public void tag(String tag, String repository) throws IOException {
            lines.tag(tag, repository);
        }

        @Override
        public void layer(String layer, Stage stage, long done, long total) throws IOException {
            lines.layer(layer, stage, done, total);
        }

        @Override
        public void image(Pulled pulled) throws IOException {
            call.out().println("Digest: " + pulled.digest());
        }

        void end(boolean newer, String name) throws IOException {
            lines.status(newer, name);
        }
    }
}
