package sampan.cli.command.container;

import java.io.IOException;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.ImageName;
import sampan.cli.command.registry.Pulling;
import sampan.cli.container.ContainerFlags;
import sampan.cli.flag.InvalidValue;
import sampan.core.config.Mount;
import sampan.core.container.Container;
import sampan.core.container.Creation;
import sampan.core.container.state.CreateRequest;
import sampan.core.error.EngineException;
import sampan.oci.image.ImageReference;

/** The common beginning of {@code run} and {@code create}. */
final class Creating {
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
            Optional<String> source = mount.neededSource();
            if (source.isPresent() && !call.invoker().files().exists(source.get())) {
                throw new EngineException.InvalidArgument(
                        "invalid mount config for type \"bind\": bind source path does not exist: " + source.get());
            }
        }
    }

    private static Creation make(Call call, CreateRequest request) throws CommandFailure, InvalidValue, IOException {
        String image = request.config().image();
        if (ContainerFlags.pullsAlways(call.flags())) {
            pull(call, ImageName.parse(image));
        }
        try {
            return call.engine().create(request);
        } catch (EngineException.NotFound missing) {
            if (ContainerFlags.pullsNever(call.flags())
                    || image.startsWith("sha256:")
                    || !String.valueOf(missing.getMessage()).startsWith("No such image")) {
                throw missing;
            }
            ImageReference name = ImageName.parse(image).withDefaultTag();
            if (!ContainerFlags.pullsQuietly(call.flags())) {
                call.err().println("Unable to find image '" + name.familiar() + "' locally");
            }
            pull(call, name);
            return call.engine().create(request);
        } catch (EngineException.InvalidArgument wrong) {
            String sentence = String.valueOf(wrong.getMessage());
            if (sentence.startsWith("invalid reference format") || sentence.startsWith("repository name must")) {
                throw new InvalidValue(sentence); // the command's own finding in Docker, not the daemon's
            }
            throw wrong;
        }
    }

    private static void pull(Call call, ImageReference name) throws IOException {
        call.engine().checkPull();
        int stream = ContainerFlags.pullsQuietly(call.flags()) ? 0 : 2;
        Pulling.pull(call, name.withDefaultTag(), Optional.empty(), stream);
    }
}
