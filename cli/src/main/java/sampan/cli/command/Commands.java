package sampan.cli.command;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sampan.cli.call.Command;
import sampan.cli.command.container.AttachCommand;
import sampan.cli.command.container.CommitCommand;
import sampan.cli.command.container.ContainerPruneCommand;
import sampan.cli.command.container.CpCommand;
import sampan.cli.command.container.CreateCommand;
import sampan.cli.command.container.DiffCommand;
import sampan.cli.command.container.ExecCommand;
import sampan.cli.command.container.ExplainCommand;
import sampan.cli.command.container.ExportCommand;
import sampan.cli.command.container.KillCommand;
import sampan.cli.command.container.LogsCommand;
import sampan.cli.command.container.PauseCommand;
import sampan.cli.command.container.PortCommand;
import sampan.cli.command.container.PsCommand;
import sampan.cli.command.container.RenameCommand;
import sampan.cli.command.container.RestartCommand;
import sampan.cli.command.container.RmCommand;
import sampan.cli.command.container.RunCommand;
import sampan.cli.command.container.StartCommand;
import sampan.cli.command.container.StatsCommand;
import sampan.cli.command.container.StopCommand;
import sampan.cli.command.container.TopCommand;
import sampan.cli.command.container.UpdateCommand;
import sampan.cli.command.container.WaitCommand;
import sampan.cli.command.content.ImageCatCommand;
import sampan.cli.command.content.ImageDiffCommand;
import sampan.cli.command.content.ImageLsCommand;
import sampan.cli.command.content.ImageSbomCommand;
import sampan.cli.command.content.ImageTreeCommand;
import sampan.cli.command.content.ImageWhyCommand;
import sampan.cli.command.copy.ImageCopyCommand;
import sampan.cli.command.image.HistoryCommand;
import sampan.cli.command.image.ImageCheckCommand;
import sampan.cli.command.image.ImageGcCommand;
import sampan.cli.command.image.ImagePruneCommand;
import sampan.cli.command.image.ImagesCommand;
import sampan.cli.command.image.ImportCommand;
import sampan.cli.command.image.LoadCommand;
import sampan.cli.command.image.RmiCommand;
import sampan.cli.command.image.SaveCommand;
import sampan.cli.command.image.TagCommand;
import sampan.cli.command.network.NetworkConnectCommand;
import sampan.cli.command.network.NetworkCreateCommand;
import sampan.cli.command.network.NetworkDisconnectCommand;
import sampan.cli.command.network.NetworkExplainCommand;
import sampan.cli.command.network.NetworkGraphCommand;
import sampan.cli.command.network.NetworkListCommand;
import sampan.cli.command.network.NetworkPruneCommand;
import sampan.cli.command.network.NetworkRemoveCommand;
import sampan.cli.command.registry.ImageReferrersCommand;
import sampan.cli.command.registry.LoginCommand;
import sampan.cli.command.registry.LogoutCommand;
import sampan.cli.command.registry.ManifestAnnotateCommand;
import sampan.cli.command.registry.ManifestCreateCommand;
import sampan.cli.command.registry.ManifestInspectCommand;
import sampan.cli.command.registry.ManifestPushCommand;
import sampan.cli.command.registry.ManifestRmCommand;
import sampan.cli.command.registry.PullCommand;
import sampan.cli.command.registry.PushCommand;
import sampan.cli.command.registry.SearchCommand;
import sampan.cli.command.signature.ImageKeygenCommand;
import sampan.cli.command.signature.ImageSignCommand;
import sampan.cli.command.signature.ImageVerifyCommand;
import sampan.cli.command.system.DoctorCommand;
import sampan.cli.command.system.EventsCommand;
import sampan.cli.command.system.InfoCommand;
import sampan.cli.command.system.InspectCommand;
import sampan.cli.command.system.SystemDfCommand;
import sampan.cli.command.system.SystemPruneCommand;
import sampan.cli.command.system.VersionCommand;
import sampan.cli.command.template.TemplateCommand;
import sampan.cli.command.volume.VolumeCreateCommand;
import sampan.cli.command.volume.VolumeExportCommand;
import sampan.cli.command.volume.VolumeImportCommand;
import sampan.cli.command.volume.VolumeListCommand;
import sampan.cli.command.volume.VolumePruneCommand;
import sampan.cli.command.volume.VolumeRemoveCommand;
import sampan.cli.command.volume.VolumeUpdateCommand;

/**
 * Which words call which command. A command is made when it is called, and the others cost nothing, not even a reference to their constructors: linking ninety of
 * those was a tenth of the time that an engine took to its first answer.
 */
public final class Commands {
    /** All commands but for their other names. */
    private static final Set<String> WORDS = Set.of(
            "attach",
            "commit",
            "container inspect",
            "container prune",
            "cp",
            "create",
            "diff",
            "doctor",
            "events",
            "exec",
            "explain",
            "export",
            "history",
            "image cat",
            "image check",
            "image copy",
            "image diff",
            "image gc",
            "image inspect",
            "image keygen",
            "image ls",
            "image prune",
            "image referrers",
            "image sbom",
            "image sign",
            "image tree",
            "image verify",
            "image why",
            "images",
            "import",
            "info",
            "inspect",
            "kill",
            "load",
            "login",
            "logout",
            "logs",
            "manifest annotate",
            "manifest create",
            "manifest inspect",
            "manifest push",
            "manifest rm",
            "network connect",
            "network create",
            "network disconnect",
            "network inspect",
            "network list",
            "network ls",
            "network prune",
            "network remove",
            "network rm",
            "pause",
            "port",
            "ps",
            "pull",
            "push",
            "rename",
            "restart",
            "rm",
            "rmi",
            "run",
            "save",
            "search",
            "start",
            "stats",
            "stop",
            "system df",
            "system prune",
            "tag",
            "template",
            "top",
            "unpause",
            "update",
            "version",
            "volume create",
            "volume export",
            "volume import",
            "volume inspect",
            "volume ls",
            "volume prune",
            "volume rm",
            "volume update",
            "wait",
            "network explain",
            "network graph");

    /** Management forms whose second word is another command's name. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("container attach", "attach"),
            Map.entry("container commit", "commit"),
            Map.entry("container cp", "cp"),
            Map.entry("container diff", "diff"),
            Map.entry("container export", "export"),
            Map.entry("container create", "create"),
            Map.entry("container exec", "exec"),
            Map.entry("container kill", "kill"),
            Map.entry("container list", "ps"),
            Map.entry("container logs", "logs"),
            Map.entry("container ls", "ps"),
            Map.entry("container pause", "pause"),
            Map.entry("container port", "port"),
            Map.entry("container ps", "ps"),
            Map.entry("container remove", "rm"),
            Map.entry("container rename", "rename"),
            Map.entry("container restart", "restart"),
            Map.entry("container rm", "rm"),
            Map.entry("container run", "run"),
            Map.entry("container start", "start"),
            Map.entry("container stats", "stats"),
            Map.entry("container stop", "stop"),
            Map.entry("container top", "top"),
            Map.entry("container unpause", "unpause"),
            Map.entry("container update", "update"),
            Map.entry("container wait", "wait"),
            Map.entry("image history", "history"),
            Map.entry("image import", "import"),
            Map.entry("image list", "image ls"),
            Map.entry("image load", "load"),
            Map.entry("image pull", "pull"),
            Map.entry("image push", "push"),
            Map.entry("image remove", "rmi"),
            Map.entry("image rm", "rmi"),
            Map.entry("image save", "save"),
            Map.entry("image tag", "tag"),
            Map.entry("system doctor", "doctor"),
            Map.entry("system events", "events"),
            Map.entry("system info", "info"),
            Map.entry("volume list", "volume ls"),
            Map.entry("volume remove", "volume rm"));

    private Commands() {}

    /** All that {@link #find} finds. */
    static Set<String> words() {
        Set<String> words = new HashSet<>(WORDS);
        words.addAll(ALIASES.keySet());
        return words;
    }

    /** @param words one word, or two for the management forms */
    public static Optional<Command> find(String words) {
        String known = ALIASES.getOrDefault(words, words);
        return WORDS.contains(known) ? Optional.of(make(known)) : Optional.empty();
    }

    private static Command make(String words) {
        Command command = ofContainers(words);
        command = command == null ? ofImages(words) : command;
        command = command == null ? ofRegistries(words) : command;
        command = command == null ? ofNetworks(words) : command;
        command = command == null ? ofVolumes(words) : command;
        command = command == null ? ofSampan(words) : command;
        return Objects.requireNonNull(command, words);
    }

    private static @Nullable Command ofContainers(String words) {
        return switch (words) {
            case "attach" -> new AttachCommand();
            case "commit" -> new CommitCommand();
            case "container prune" -> new ContainerPruneCommand();
            case "cp" -> new CpCommand();
            case "create" -> new CreateCommand();
            case "diff" -> new DiffCommand();
            case "exec" -> new ExecCommand();
            case "explain" -> new ExplainCommand();
            case "export" -> new ExportCommand();
            case "kill" -> new KillCommand();
            case "logs" -> new LogsCommand();
            case "pause" -> PauseCommand.pause();
            case "port" -> new PortCommand();
            case "ps" -> new PsCommand();
            case "rename" -> new RenameCommand();
            case "restart" -> new RestartCommand();
            case "rm" -> new RmCommand();
            case "run" -> new RunCommand();
            case "start" -> new StartCommand();
            case "stats" -> new StatsCommand();
            case "stop" -> new StopCommand();
            case "top" -> new TopCommand();
            case "unpause" -> PauseCommand.unpause();
            case "update" -> new UpdateCommand();
            case "wait" -> new WaitCommand();
            default -> null;
        };
    }

    private static @Nullable Command ofImages(String words) {
        return switch (words) {
            case "history" -> new HistoryCommand();
            case "image cat" -> new ImageCatCommand();
            case "image check" -> new ImageCheckCommand();
            case "image copy" -> new ImageCopyCommand();
            case "image diff" -> new ImageDiffCommand();
            case "image keygen" -> new ImageKeygenCommand();
            case "image ls" -> new ImageLsCommand();
            case "image prune" -> new ImagePruneCommand();
            case "image referrers" -> new ImageReferrersCommand();
            case "image sbom" -> new ImageSbomCommand();
            case "image sign" -> new ImageSignCommand();
            case "image tree" -> new ImageTreeCommand();
            case "image verify" -> new ImageVerifyCommand();
            case "image why" -> new ImageWhyCommand();
            case "images" -> new ImagesCommand();
            case "import" -> new ImportCommand();
            case "load" -> new LoadCommand();
            case "rmi" -> new RmiCommand();
            case "save" -> new SaveCommand();
            case "tag" -> new TagCommand();
            default -> null;
        };
    }

    private static @Nullable Command ofRegistries(String words) {
        return switch (words) {
            case "login" -> new LoginCommand();
            case "logout" -> new LogoutCommand();
            case "manifest annotate" -> new ManifestAnnotateCommand();
            case "manifest create" -> new ManifestCreateCommand();
            case "manifest inspect" -> new ManifestInspectCommand();
            case "manifest push" -> new ManifestPushCommand();
            case "manifest rm" -> new ManifestRmCommand();
            case "pull" -> new PullCommand();
            case "push" -> new PushCommand();
            case "search" -> new SearchCommand();
            default -> null;
        };
    }

    private static @Nullable Command ofNetworks(String words) {
        return switch (words) {
            case "network connect" -> new NetworkConnectCommand();
            case "network create" -> new NetworkCreateCommand();
            case "network disconnect" -> new NetworkDisconnectCommand();
            case "network list" -> new NetworkListCommand();
            case "network ls" -> new NetworkListCommand();
            case "network prune" -> new NetworkPruneCommand();
            case "network remove" -> new NetworkRemoveCommand();
            case "network rm" -> new NetworkRemoveCommand();
            case "network explain" -> new NetworkExplainCommand();
            case "network graph" -> new NetworkGraphCommand();
            default -> null;
        };
    }

    private static @Nullable Command ofVolumes(String words) {
        return switch (words) {
            case "volume create" -> new VolumeCreateCommand();
            case "volume export" -> new VolumeExportCommand();
            case "volume import" -> new VolumeImportCommand();
            case "volume ls" -> new VolumeListCommand();
            case "volume prune" -> new VolumePruneCommand();
            case "volume rm" -> new VolumeRemoveCommand();
            case "volume update" -> new VolumeUpdateCommand();
            default -> null;
        };
    }

    private static @Nullable Command ofSampan(String words) {
        return switch (words) {
            case "container inspect" -> new InspectCommand("container");
            case "doctor" -> new DoctorCommand();
            case "events" -> new EventsCommand();
            case "image gc" -> new ImageGcCommand();
            case "image inspect" -> new InspectCommand("image");
            case "info" -> new InfoCommand();
            case "inspect" -> new InspectCommand("");
            case "network inspect" -> new InspectCommand("network");
            case "system df" -> new SystemDfCommand();
            case "system prune" -> new SystemPruneCommand();
            case "template" -> new TemplateCommand();
            case "version" -> new VersionCommand();
            case "volume inspect" -> new InspectCommand("volume");
            default -> null;
        };
    }
}
