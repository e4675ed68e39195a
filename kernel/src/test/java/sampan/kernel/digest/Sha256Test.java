package sampan.kernel.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Sha256Test {
    private static byte[] sum(Sha256 hash, byte[] bytes) {
        try (hash) {
            int at = 0;
            for (int step = 1; at < bytes.length; step = step * 2 + 1) {
                int part = Math.min(step, bytes.length - at);
                hash.update(bytes, at, part);
                at += part;
            }
            return hash.finish();
        }
    }

    @Test
    void bothGiveTheSameSums() throws Exception {
        assumeThat(OpensslSha256.isThere()).isTrue();
        Random random = new Random(1);
        for (int length : new int[] {0, 1, 55, 56, 64, 1000, 300_000}) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            byte[] expected = MessageDigest.getInstance("SHA-256").digest(bytes);
            assertThat(sum(new OpensslSha256(), bytes)).isEqualTo(expected);
            assertThat(sum(new JavaSha256(), bytes)).isEqualTo(expected);
            assertThat(sum(Sha256.open(), bytes)).isEqualTo(expected);
        }
    }
}
