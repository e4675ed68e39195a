package sampan.core.network.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import sampan.core.launch.Launch;
import sampan.kernel.Fd;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.Read;
import sampan.kernel.process.Pidfd;
import sampan.runtime.launch.KeeperCompiler;
import sampan.runtime.program.Descriptor;

/** Small processes that hold the sockets of name servers while there is no engine, as long as their containers run. */
public final class NameKeepers {
    /** Of the fields behind the program's name. */
    private static final int START = 19;

    private final Launch launch;

    public NameKeepers(Launch launch) {
        this.launch = launch;
    }

    /**
     * Starts one. It ends with the container.
     *
     * @param container the pidfd of its first process
     * @return who holds them now
     */
    public Keeper keep(NameSockets sockets, Fd container) throws IOException {
        try (Fd told = launch.startAlone(KeeperCompiler.program(), wanted -> switch (wanted) {
            case Descriptor.NameSocket(String protocol) ->
                Fcntl.duplicate(protocol.equals("udp") ? sockets.udp() : sockets.tcp());
            default -> Fcntl.duplicate(container);
        })) {
            byte[] number = new byte[Integer.BYTES];
            if (Read.fully(told, number) != number.length) {
                throw new IOException("the keeper of a name server's sockets did not start");
            }
            int pid = ByteBuffer.wrap(number).order(ByteOrder.LITTLE_ENDIAN).getInt();
            return new Keeper(pid, startOf(pid));
        }
    }

    /**
     * A process that holds sockets.
     *
     * @param start of the process, in clock ticks since the machine's: another process may have its number by now
     */
    public record Keeper(int pid, long start) {}

    /** proc_pid_stat(5), field 22. */
    private static long startOf(int pid) throws IOException {
        String stat = Read.text(Path.of("/proc/" + pid + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START]);
    }

    /** What a keeper holds, for the caller to close; empty when it is gone. */
    public static Optional<NameSockets> held(Keeper keeper) {
        try (Fd process = Pidfd.open(keeper.pid())) {
            if (startOf(keeper.pid()) != keeper.start()) {
                return Optional.empty();
            }
            Optional<Fd> udp = Pidfd.descriptor(process, KeeperCompiler.UDP);
            Optional<Fd> tcp = Pidfd.descriptor(process, KeeperCompiler.TCP);
            if (udp.isPresent() && tcp.isPresent()) {
                return Optional.of(new NameSockets(udp.get(), tcp.get()));
            }
            udp.ifPresent(Fd::close);
            tcp.ifPresent(Fd::close);
            return Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
