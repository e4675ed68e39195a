package sampan.kernel.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

final class DatagramsTest {
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int LOOPBACK = 0x7f000001;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static UdpSocket socket() throws SyscallException {
        return UdpSocket.of(Fd.of(Call.SOCKET.invoke(AF_INET, SOCK_DGRAM, 0)));
    }

    /** Bound to a free port, which is given back. */
    private static int bind(UdpSocket socket) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(16, 8);
            ByteBuffer fields = address.asByteBuffer().order(ByteOrder.nativeOrder());
            fields.putShort(0, (short) AF_INET);
            fields.order(ByteOrder.BIG_ENDIAN).putInt(4, LOOPBACK);
            assertThat(Call.BIND.invoke(socket.descriptor().number(), address.address(), 16))
                    .isZero();
            MemorySegment size = arena.allocate(ValueLayout.JAVA_INT);
            size.set(ValueLayout.JAVA_INT, 0, 16);
            Call.GETSOCKNAME.invoke(socket.descriptor().number(), address.address(), size.address());
            return Short.toUnsignedInt(fields.getShort(2));
        }
    }

    /** Returns when it has come: a kernel with much to do delivers it a moment after send(2). */
    private static void send(DatagramSocket from, int port, String text) throws Exception {
        byte[] message = text.getBytes(StandardCharsets.US_ASCII);
        long before = waiting(port);
        from.send(new DatagramPacket(message, message.length, InetAddress.getLoopbackAddress(), port));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (waiting(port) == before) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(1);
        }
    }

    /** How much of memory the messages have that nobody has read from a port. (proc(5), net/udp) */
    private static long waiting(int port) throws IOException {
        return Files.readAllLines(Path.of("/proc/net/udp")).stream()
                .map(line -> line.strip().split(" +"))
                .filter(fields -> fields[1].endsWith(":%04X".formatted(port)))
                .mapToLong(fields -> Long.parseLong(fields[4].split(":")[1], 16))
                .sum();
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.US_ASCII);
    }

    private static String heard(DatagramSocket by) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        by.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    @Test
    void eachIsAnsweredWhoHasAskedAndAtMostSoManyAreHeardAtOnce() throws Exception {
        try (UdpSocket socket = socket();
                Datagrams room = new Datagrams(4, 100)) {
            int port = bind(socket);
            assertThat(room.receive(socket)).isZero();
            List<DatagramSocket> callers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                DatagramSocket caller = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                caller.setSoTimeout(10_000);
                callers.add(caller);
                send(caller, port, "question " + i);
            }
            assertThat(answered(room, socket)).isEqualTo(4);
            assertThat(answered(room, socket)).isEqualTo(2);
            assertThat(answered(room, socket)).isZero();
            for (int i = 0; i < 6; i++) {
                assertThat(heard(callers.get(i))).isEqualTo("answer to question " + i);
                callers.get(i).close();
            }
        }
    }

    /** By both ways. */
    private static int answered(Datagrams room, UdpSocket socket) throws SyscallException {
        int heard = room.receive(socket);
        for (int i = 0; i < heard; i++) {
            byte[] answer = ("answer to " + text(room.message(i))).getBytes(StandardCharsets.US_ASCII);
            if (i % 2 == 0) {
                room.answer(i, answer);
            } else {
                assertThat(socket.send(answer, room.sender(i))).isTrue();
            }
        }
        room.send(socket);
        return heard;
    }

    @Test
    void aMessageThatIsTooLongIsCutOffAndAnAnswerThatCannotBeSentHoldsNoOtherUp() throws Exception {
        try (UdpSocket socket = socket();
                Datagrams room = new Datagrams(2, 70_000);
                DatagramSocket caller = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            caller.setSoTimeout(10_000);
            int port = bind(socket);
            send(caller, port, "one");
            send(caller, port, "two");
            assertThat(room.receive(socket)).isEqualTo(2);
            room.answer(0, new byte[70_000]); // no datagram is that long
            room.answer(1, room.message(1));
            room.send(socket);
            assertThat(heard(caller)).isEqualTo("two");
        }
        try (UdpSocket socket = socket();
                Datagrams room = new Datagrams(2, 3);
                DatagramSocket caller = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            send(caller, bind(socket), "longer");
            assertThat(room.receive(socket)).isEqualTo(1);
            assertThat(text(room.message(0))).isEqualTo("lon");
        }
    }
}
