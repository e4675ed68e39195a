package sampan.runtime.program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** {@code struct settings} of wire.h as bytes. */
final class MonitorEncoding {
    static final int SIZE = 72;

    private static final int TTY = 1;
    private static final int STDIN_ONCE = 2;
    private static final int SUBREAPER_WAIT = 4;
    private static final int OPEN_STDIN = 8;
    private static final int MAPPING = 16;
    private static final int NO_FD = -1;

    private MonitorEncoding() {}

    static byte[] bytes(Monitor monitor) {
        MonitorSettings settings = monitor.settings();
        ByteBuffer out = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(flags(monitor)).putInt(settings.log().driver().code());
        out.putLong(settings.log().maxSize()).putInt(settings.log().maxFiles());
        out.putShort((short) settings.rows()).putShort((short) settings.columns());
        out.putInt(number(monitor.directory()))
                .putInt(number(monitor.listener()))
                .putInt(NO_FD);
        for (int i = 0; i < MonitorSettings.MOST_CLIENTS; i++) {
            out.putInt(i < monitor.clients().size() ? monitor.clients().get(i).number() : NO_FD);
        }
        for (int i = 0; i < MonitorSettings.MOST_CLIENTS; i++) {
            out.putInt(i < settings.clients().size() ? settings.clients().get(i) : 0);
        }
        for (Monitor.Role role : Monitor.Role.values()) {
            Register made = monitor.made().get(role);
            out.put((byte) (made == null ? ProgramWriter.NO_REGISTER : made.number()));
        }
        return out.array();
    }

    private static int flags(Monitor monitor) {
        MonitorSettings settings = monitor.settings();
        return (monitor.terminal() ? TTY : 0)
                | (settings.stdinOnce() ? STDIN_ONCE : 0)
                | (settings.waitForAll() ? SUBREAPER_WAIT : 0)
                | (settings.openStdin() ? OPEN_STDIN : 0)
                | (monitor.mapping() ? MAPPING : 0);
    }

    private static int number(Optional<Argument.Handed> handed) {
        return handed.map(Argument.Handed::number).orElse(NO_FD);
    }
}
