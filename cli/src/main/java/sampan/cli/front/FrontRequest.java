package sampan.cli.front;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.cli.ink.Ink;
import sampan.kernel.Fd;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Read;
import sampan.kernel.file.Stat;

/**
 * A command line and what surrounds it: {@code struct request} of wire.h and what its descriptors bring.
 *
 * @param terminals bit n: descriptor n is a terminal
 * @param rows of the terminal; 0: there is none
 * @param part which program the caller ran
 * @param directory the caller's, as a path
 * @param home the folder of the build that the caller's program belongs to; may be empty
 * @param streams descriptors 0, 1 and 2 of the caller
 * @param directoryFd the caller's working directory (O_PATH)
 */
public record FrontRequest(
        List<String> arguments,
        Map<String, String> environment,
        String directory,
        String home,
        Part part,
        int terminals,
        int rows,
        int columns,
        List<Fd> streams,
        Fd directoryFd)
        implements AutoCloseable {
    private static final int FIXED_SIZE = 20;
    private static final int DESCRIPTORS = 5;
    private static final int STREAMS = 3;
    /** What execve(2) lets a command line and its environment have, and some more. */
    private static final int MAX_STRINGS = 8 << 20;

    /** The two programs that reach the engine this way. */
    public enum Part {
        CLI,
        RUNTIME
    }

    /** Takes the message's descriptors over when it succeeds. */
    static FrontRequest of(FrontMessage message) throws IOException {
        ByteBuffer fixed = message.payload();
        if (message.type() != FrontMessage.REQUEST || message.value() != FrontMessage.FRONT_PROTOCOL) {
            throw new IOException("not a request of protocol " + FrontMessage.FRONT_PROTOCOL);
        }
        if (fixed.remaining() != FIXED_SIZE || message.descriptors().size() != DESCRIPTORS) {
            throw new IOException("a request of another shape");
        }
        long argc = Integer.toUnsignedLong(fixed.getInt());
        long envc = Integer.toUnsignedLong(fixed.getInt());
        int terminals = fixed.getInt();
        int rows = Short.toUnsignedInt(fixed.getShort());
        int columns = Short.toUnsignedInt(fixed.getShort());
        Part part = part(fixed.getInt());
        List<String> strings = strings(message.descriptors().getLast(), argc + envc + 2);
        List<Fd> descriptors = new ArrayList<>();
        for (Fd brought : message.descriptors().subList(0, DESCRIPTORS - 1)) {
            descriptors.add(brought.release());
        }
        int variables = (int) argc;
        return new FrontRequest(
                strings.subList(0, variables),
                environment(strings.subList(variables, strings.size() - 2)),
                strings.get(strings.size() - 2),
                strings.getLast(),
                part,
                terminals,
                rows,
                columns,
                descriptors.subList(0, STREAMS),
                descriptors.get(STREAMS));
    }

    /** The command was typed on another machine, whose front puts this first. */
    public boolean overSsh() {
        return !arguments.isEmpty() && arguments.getFirst().equals("--over-ssh");
    }

    public boolean isTerminal(int stream) {
        return (terminals >> stream & 1) != 0;
    }

    /** Whether what is written there may be coloured. */
    public boolean colours(int stream) {
        return isTerminal(stream) && Ink.wanted(environment);
    }

    private static Part part(int number) throws IOException {
        return switch (number) {
            case 0 -> Part.CLI;
            case 1 -> Part.RUNTIME;
            default -> throw new IOException("no such part: " + number);
        };
    }

    /** Read by position: a descriptor that is no file (a pipe could make us wait) is refused by the kernel. */
    private static List<String> strings(Fd file, long count) throws IOException {
        FileStatus status = Stat.of(file);
        if (!status.isRegular() || status.size() > MAX_STRINGS) {
            throw new IOException("a command line of " + status.size() + " bytes");
        }
        byte[] bytes = new byte[(int) status.size()];
        int length = Read.at(file, bytes, 0);
        List<String> strings = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < length; at++) {
            if (bytes[at] == 0) {
                strings.add(new String(bytes, start, at - start, StandardCharsets.UTF_8));
                start = at + 1;
            }
        }
        if (start != length || strings.size() != count) {
            throw new IOException("a command line with " + strings.size() + " strings for " + count);
        }
        return List.copyOf(strings);
    }

    private static Map<String, String> environment(List<String> variables) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : variables) {
            int equals = variable.indexOf('=', 1);
            if (equals > 0) {
                environment.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return environment;
    }

    @Override
    public void close() {
        for (Fd stream : streams) {
            stream.close();
        }
        directoryFd.close();
    }
}
