package sampan.cli.command.volume;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import sampan.cli.call.Archive;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.core.container.Container;
import sampan.core.volume.Volume;
import sampan.kernel.Fd;

/** {@code volume import}: an archive into a volume, which is made if there is none. */
public final class VolumeImportCommand implements Command {
    private static final Flag<Boolean> FORCE = Flag.bool(
                    "force", "Import also while a container that has the volume runs")
            .shorthand('f');
    private static final Usage USAGE = Usage.of(
                    "volume import", "VOLUME [FILE|-]", "Import the files of a tar archive, or of STDIN, into a volume")
            .flags(FORCE)
            .between(1, 2);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        List<String> operands = call.operands();
        String name = operands.getFirst();
        refuseRunning(call, name);
        if (operands.size() == 2 && !operands.get(1).equals("-")) {
            try (Fd file = Archive.open(call, operands.get(1))) {
                unpack(call, name, file);
            }
        } else {
            CommandFailure.refuse(
                    call.session().request().isTerminal(0), "requested import from stdin, but stdin is empty");
            unpack(call, name, call.session().stdin());
        }
        call.out().println(name);
        return 0;
    }

    private static void refuseRunning(Call call, String name) throws CommandFailure {
        List<String> running = call.engine().containers().list().stream()
                .filter(container ->
                        container.state().isUp() && container.record().hasVolume(name))
                .map(Container::name)
                .toList();
        CommandFailure.refuse(
                !running.isEmpty() && !call.on(FORCE),
                "Error response from daemon: import " + name + ": volume is in use by a running container - "
                        + running);
    }

    private static void unpack(Call call, String name, Fd file) throws IOException {
        Volume volume = call.engine().volumes().create(name, Map.of());
        call.engine().containers().openVolume(volume, files -> files.unpack(new Archive(file, call.session())));
    }
}
