package sampan.cli.front;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import sampan.kernel.Fd;
import sampan.kernel.file.Memfd;
import sampan.kernel.file.Open;
import sampan.kernel.file.Pipe;
import sampan.kernel.file.Read;
import sampan.kernel.socket.Message;

/** A front in Java: what front.c says, said by hand. */
final class TestFront implements AutoCloseable {
    static final String HOME = "/opt/sampan";

    final Fd socket;
    final Pipe out = Pipe.open();
    final Pipe err = Pipe.open();

    TestFront(Fd socket) throws IOException {
        this.socket = socket.release();
    }

    void request(List<String> arguments, List<String> environment) throws IOException {
        request(arguments.size(), environment.size(), strings(arguments, environment));
    }

    /** Closes the strings. */
    void request(int argc, int envc, Fd strings) throws IOException {
        try (strings;
                Fd nothing = Open.open(Path.of("/dev/null"), 0);
                Fd root = Open.directory(Path.of("/"))) {
            ByteBuffer request = bytes(20).putInt(argc).putInt(envc).putInt(2);
            request.putShort((short) 24).putShort((short) 80).putInt(0);
            say(
                    FrontMessage.REQUEST,
                    FrontMessage.FRONT_PROTOCOL,
                    request.array(),
                    List.of(nothing, out.writeEnd(), err.writeEnd(), root, strings));
        }
    }

    void say(int type, int value, byte[] payload, List<Fd> descriptors) throws IOException {
        ByteBuffer message =
                bytes(8 + payload.length).putInt(type).putInt(value).put(payload);
        Message.send(socket, message.array(), descriptors);
    }

    /** The next message of the engine. */
    FrontMessage hear() throws IOException {
        return Message.receive(socket, FrontMessage.HEADER + FrontMessage.MAX_PAYLOAD, FrontMessage.MAX_DESCRIPTORS)
                .map(FrontMessage::of)
                .orElse(FrontMessage.GONE);
    }

    /** All that was written to stdout, once the engine's end is closed. */
    String stdout() throws IOException {
        return all(out);
    }

    String stderr() throws IOException {
        return all(err);
    }

    private static String all(Pipe pipe) throws IOException {
        pipe.writeEnd().close();
        return new String(Read.all(pipe.readEnd(), 1 << 20), StandardCharsets.UTF_8);
    }

    static Fd strings(List<String> arguments, List<String> environment) throws IOException {
        StringBuilder text = new StringBuilder();
        arguments.forEach(word -> text.append(word).append('\0'));
        environment.forEach(word -> text.append(word).append('\0'));
        return Memfd.sealed(
                "request",
                text.append("/\0").append(HOME).append("\0").toString().getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        socket.close();
        out.close();
        err.close();
    }
}
