package sampan.runtime.criu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class CriuMessageTest {
    private static byte[] hex(String bytes) {
        return HexFormat.ofDelimiter(" ").parseHex(bytes);
    }

    @Test
    void aRequestIsWrittenFieldByField() {
        CriuOptions options = new CriuOptions(701, 702, "l").process(300).with(CriuSwitch.LAZY_PAGES);
        assertThat(CriuRequest.work(CriuWork.DUMP, options))
                .isEqualTo(hex("08 01 12 15 08 bd 05 88 01 be 05 48 04 52 01 6c c0 01 01 10 ac 02 80 03 01"));
        assertThat(CriuRequest.heard()).isEqualTo(hex("08 06 18 01"));
    }

    @Test
    void aReplyTellsOfARestoredProcess() throws IOException {
        CriuReply reply = CriuReply.parse(hex("08 02 10 01 22 03 08 ac 02"));
        assertThat(reply.work()).isEqualTo(CriuWork.RESTORE);
        assertThat(reply.success()).isTrue();
        assertThat(reply.pid()).isEqualTo(300);
    }

    @Test
    void aVersionIsOneNumber() throws IOException {
        assertThat(CriuReply.parse(hex("08 0a 10 01 52 06 08 03 10 11 20 01")).version())
                .contains(31_701);
    }

    @Test
    void whatIsCutShortOrForeignIsRefused() {
        assertThatThrownBy(() -> CriuReply.parse(hex("2a 05 61"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> CriuReply.parse(hex("08 80"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> CriuReply.parse(hex("0b"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> CriuReply.parse(hex("2a ff ff ff ff 0f"))).isInstanceOf(IOException.class);
    }
}
