package sampan.cli.command;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
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
import sampan.cli.command.volume.VolumeCreateCommand;
import sampan.cli.command.volume.VolumeListCommand;
import sampan.cli.command.volume.VolumePruneCommand;
import sampan.cli.command.volume.VolumeRemoveCommand;
import sampan.cli.command.volume.VolumeUpdateCommand;

/** Which words call which command. A command is made when it is called: the others cost nothing. */
public final class Commands {
    private static final Map<String, Supplier<Command>> BY_WORDS = Map.ofEntries(
            Map.entry("attach", AttachCommand::new),
            Map.entry("commit", CommitCommand::new),
            Map.entry("cp", CpCommand::new),
            Map.entry("create", CreateCommand::new),
            Map.entry("doctor", DoctorCommand::new),
            Map.entry("events", EventsCommand::new),
            Map.entry("diff", DiffCommand::new),
            Map.entry("exec", ExecCommand::new),
            Map.entry("explain", ExplainCommand::new),
            Map.entry("export", ExportCommand::new),
            Map.entry("history", HistoryCommand::new),
            Map.entry("images", ImagesCommand::new),
            Map.entry("import", ImportCommand::new),
            Map.entry("info", InfoCommand::new),
            Map.entry("inspect", () -> new InspectCommand("")),
            Map.entry("kill", KillCommand::new),
            Map.entry("load", LoadCommand::new),
            Map.entry("login", LoginCommand::new),
            Map.entry("logout", LogoutCommand::new),
            Map.entry("logs", LogsCommand::new),
            Map.entry("manifest annotate", ManifestAnnotateCommand::new),
            Map.entry("manifest create", ManifestCreateCommand::new),
            Map.entry("manifest inspect", ManifestInspectCommand::new),
            Map.entry("manifest push", ManifestPushCommand::new),
            Map.entry("manifest rm", ManifestRmCommand::new),
            Map.entry("network connect", NetworkConnectCommand::new),
            Map.entry("network create", NetworkCreateCommand::new),
            Map.entry("network disconnect", NetworkDisconnectCommand::new),
            Map.entry("network explain", NetworkExplainCommand::new),
            Map.entry("network graph", NetworkGraphCommand::new),
            Map.entry("network inspect", () -> new InspectCommand("network")),
            Map.entry("network list", NetworkListCommand::new),
            Map.entry("network ls", NetworkListCommand::new),
            Map.entry("network prune", NetworkPruneCommand::new),
            Map.entry("network remove", NetworkRemoveCommand::new),
            Map.entry("network rm", NetworkRemoveCommand::new),
            Map.entry("pause", PauseCommand::pause),
            Map.entry("port", PortCommand::new),
            Map.entry("ps", PsCommand::new),
            Map.entry("pull", PullCommand::new),
            Map.entry("push", PushCommand::new),
            Map.entry("rename", RenameCommand::new),
            Map.entry("restart", RestartCommand::new),
            Map.entry("rm", RmCommand::new),
            Map.entry("rmi", RmiCommand::new),
            Map.entry("run", RunCommand::new),
            Map.entry("save", SaveCommand::new),
            Map.entry("search", SearchCommand::new),
            Map.entry("start", StartCommand::new),
            Map.entry("stats", StatsCommand::new),
            Map.entry("stop", StopCommand::new),
            Map.entry("top", TopCommand::new),
            Map.entry("unpause", PauseCommand::unpause),
            Map.entry("tag", TagCommand::new),
            Map.entry("update", UpdateCommand::new),
            Map.entry("version", VersionCommand::new),
            Map.entry("volume create", VolumeCreateCommand::new),
            Map.entry("volume inspect", () -> new InspectCommand("volume")),
            Map.entry("volume ls", VolumeListCommand::new),
            Map.entry("volume prune", VolumePruneCommand::new),
            Map.entry("volume rm", VolumeRemoveCommand::new),
            Map.entry("volume update", VolumeUpdateCommand::new),
            Map.entry("wait", WaitCommand::new),
            Map.entry("container prune", ContainerPruneCommand::new),
            Map.entry("container inspect", () -> new InspectCommand("container")),
            Map.entry("image check", ImageCheckCommand::new),
            Map.entry("image cat", ImageCatCommand::new),
            Map.entry("image copy", ImageCopyCommand::new),
            Map.entry("image diff", ImageDiffCommand::new),
            Map.entry("image keygen", ImageKeygenCommand::new),
            Map.entry("image ls", ImageLsCommand::new),
            Map.entry("image prune", ImagePruneCommand::new),
            Map.entry("image sbom", ImageSbomCommand::new),
            Map.entry("image sign", ImageSignCommand::new),
            Map.entry("image tree", ImageTreeCommand::new),
            Map.entry("image verify", ImageVerifyCommand::new),
            Map.entry("image why", ImageWhyCommand::new),
            Map.entry("system df", SystemDfCommand::new),
            Map.entry("system prune", SystemPruneCommand::new),
            Map.entry("image inspect", () -> new InspectCommand("image")));

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
        Set<String> words = new HashSet<>(BY_WORDS.keySet());
        words.addAll(ALIASES.keySet());
        return words;
    }

    /** @param words one word, or two for the management forms */
    public static Optional<Command> find(String words) {
        return Optional.ofNullable(BY_WORDS.get(ALIASES.getOrDefault(words, words)))
                .map(Supplier::get);
    }
}
