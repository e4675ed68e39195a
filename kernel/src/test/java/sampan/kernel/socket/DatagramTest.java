package sampan.kernel.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;
import sampan.kernel.file.Read;

class DatagramTest {
    @TempDir
    Path folder;

    @Test
    void reachesASocketWithAPath() throws Exception {
        reaches(folder.resolve("notify").toString());
    }

    @Test
    void reachesAnAbstractSocket() throws Exception {
        reaches("@sampan-datagram-test-" + ProcessHandle.current().pid());
    }

    private static void reaches(String address) throws Exception {
        try (Fd socket = Datagram.create()) {
            Datagram.name(Call.BIND, socket, address);
            Datagram.send(address, "READY=1".getBytes(StandardCharsets.US_ASCII));
            byte[] heard = new byte[64];
            int length = Read.read(socket, heard, 0, heard.length);
            assertThat(new String(heard, 0, length, StandardCharsets.US_ASCII)).isEqualTo("READY=1");
        }
    }

    @Test
    void anAddressWhereNobodyListensIsAnError() {
        assertThatThrownBy(() -> Datagram.send(folder.resolve("nobody").toString(), new byte[1]))
                .isInstanceOf(SyscallException.class);
        assertThatThrownBy(() -> Datagram.send("", new byte[1])).isInstanceOf(SyscallException.class);
    }
}
