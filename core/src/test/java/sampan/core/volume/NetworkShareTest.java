package sampan.core.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NetworkShareTest {
    @Test
    void theServersNameIsLookedUpForTheKernel() throws UnknownHostException {
        assertThat(NetworkShare.of("nfs", ":/export", "addr=localhost,rw,,nfsvers=4")
                        .resolved()
                        .options())
                .containsExactly("addr=127.0.0.1", "rw", "nfsvers=4");
        assertThat(NetworkShare.of("nfs", ":/export", "addr=10.1.2.3")
                        .resolved()
                        .options())
                .containsExactly("addr=10.1.2.3");
    }

    @Test
    void aShareOfWindowsNamesItsServerInTheDevice() throws UnknownHostException {
        NetworkShare share =
                NetworkShare.of("cifs", "//localhost/share/a", "username=u").resolved();
        assertThat(share.device()).isEqualTo("//127.0.0.1/share/a");
        assertThat(share.options()).containsExactly("username=u");
    }

    @Test
    void otherFileSystemsKeepTheirWords() throws UnknownHostException {
        NetworkShare share = NetworkShare.of("tmpfs", "tmpfs", "addr=localhost").resolved();
        assertThat(share.options()).isEqualTo(List.of("addr=localhost"));
    }

    @Test
    void aNameThatNobodyKnowsIsToldOf() {
        assertThatThrownBy(() -> NetworkShare.of("nfs", ":/x", "addr=no.such.host.invalid")
                        .resolved())
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("error resolving passed in network volume address: lookup no.such.host.invalid:"
                        + " no such host");
    }

    @Test
    void passwordsAreNotTold() {
        assertThat(NetworkShare.withoutSecrets("username=u,password=secret,vers=3"))
                .isEqualTo("username=u,password=********,vers=3");
    }
}
