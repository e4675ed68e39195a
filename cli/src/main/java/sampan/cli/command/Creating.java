package sampan.cli.command;

import java.io.IOException;
import sampan.cli.container.ContainerFlags;
import sampan.cli.flag.InvalidValue;
import sampan.core.config.BindOptions;
import sampan.core.config.Mount;
import sampan.core.container.Container;
import sampan.core.container.CreateRequest;
import sampan.core.container.Creation;
import sampan.core.error.EngineException;

/** The common beginning of {@code run} and {@code create}. */
final class Creating {
    private static final int FAILED = 125;

    private Creating() {}

    static Container create(Call call, CreateRequest request, CidFile cidfile)
            throws IOException, CommandFailure, InvalidValue {
        checkBinds(call, request);
        Creation creation = make(call, request);
        Container container = creation.container();
        for (String warning : creation.warnings()) {
            call.err().println("WARNING: " + warning);
        }
        try {
            cidfile.write(container.id());
        } catch (CommandFailure failed) {
            container.remove(true, true);
            throw failed;
        }
        return container;
    }

    /** A folder of the host that is not there is told before anything is made. */
    private static void checkBinds(Call call, CreateRequest request) throws IOException {
        for (Mount mount : request.hostConfig().storage().mounts()) {
            BindOptions options = mount.bindOptions();
            boolean makes = options != null && options.createMountpoint();
            if (mount.type().equals("bind")
                    && !makes
                    && mount.source().startsWith("/")
                    && !call.invoker().files().exists(mount.source())) {
                throw new EngineException.InvalidArgument(
                        "invalid mount config for type \"bind\": bind source path does not exist: " + mount.source());
            }
        }
    }

    private static Creation make(Call call, CreateRequest request) throws CommandFailure, InvalidValue {
        try {
            return call.engine().create(request);
        } catch (EngineException.NotFound missing) {
            if (!ContainerFlags.pullsNever(call.flags())
                    && !request.config().image().startsWith("sha256:")
                    && String.valueOf(missing.getMessage()).startsWith("No such image")) {
                throw new CommandFailure(FAILED, notHere(request.config().image()));
            }
            throw missing;
        } catch (EngineException.InvalidArgument wrong) {
            String sentence = String.valueOf(wrong.getMessage());
            if (sentence.startsWith("invalid reference format") || sentence.startsWith("repository name must")) {
                throw new InvalidValue(sentence); // the command's own finding in Docker, not the daemon's
            }
            throw wrong;
        }
    }

    private static String notHere(String image) {
        boolean tagged = image.indexOf('@') >= 0 || image.lastIndexOf(':') > image.lastIndexOf('/');
        return "Unable to find image '" + image + (tagged ? "" : ":latest") + "' locally\n"
                + "sampan: pulling images from registries comes with a later version of Sampan; import a root file system with"
                + " 'sampan import', or use the built-in localhost/busybox";
    }
}
