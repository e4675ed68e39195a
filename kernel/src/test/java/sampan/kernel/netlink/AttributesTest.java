package sampan.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttributesTest {
    @Test
    void whatIsWrittenIsRead() {
        NetlinkWriter writer = new NetlinkWriter(16, 0);
        writer.text(3, "eth0")
                .number(4, 1500)
                .nested(18, () -> writer.text(1, "veth").nested(2, () -> writer.number(9, 7)));
        byte[] message = writer.message(5);

        Attributes all =
                new Attributes(ByteBuffer.wrap(message, NetlinkWriter.HEADER, message.length - NetlinkWriter.HEADER));

        assertThat(all.text(3)).contains("eth0");
        assertThat(all.number(4)).hasValue(1500);
        assertThat(all.nested(18).text(1)).contains("veth");
        assertThat(all.nested(18).nested(2).number(9)).hasValue(7);
        assertThat(all.number(5)).isEmpty();
        assertThat(all.nested(5).text(1)).isEmpty();
    }

    @Test
    void noBytesMakeItFail() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            assertThatCode(() -> {
                        Attributes all = new Attributes(ByteBuffer.wrap(bytes));
                        for (int type = 0; type < 4; type++) {
                            all.nested(type).text(1);
                            all.number(type);
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }
}
