package sampan.oci.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParallelGzipTest {
    private static byte[] pack(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ParallelGzip gzip = new ParallelGzip(out)) {
            gzip.write(content);
            gzip.finish();
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, (512 << 10) - 1, 512 << 10, (512 << 10) + 1, 5_000_000})
    void anyGunzipReadsIt(int length) throws IOException {
        byte[] content = new byte[length];
        Random random = new Random(length);
        for (int i = 0; i < length; i++) {
            content[i] = (byte) random.nextInt(i % 3 + 1);
        }
        byte[] packed = pack(content);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
                .isEqualTo(content);
        assertThat(pack(content)).isEqualTo(packed);
    }
}
