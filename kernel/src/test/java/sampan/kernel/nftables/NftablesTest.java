package sampan.kernel.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sampan.kernel.process.Credentials;

/** On the running kernel, in a table of the test's own that no packet meets. */
class NftablesTest {
    private final String table = "inet t" + ProcessHandle.current().pid();
    private Nftables nft;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Credentials.effectiveUid() == 0 && Nftables.isThere());
        nft = Nftables.open();
    }

    @AfterEach
    void clear() throws IOException {
        if (nft != null) {
            nft.run("add table " + table + "; delete table " + table);
            nft.close();
        }
    }

    @Test
    void whatIsAppliedIsThere() throws IOException {
        nft.run("add table " + table + "; add set " + table + " s { type ipv4_addr; }; add element " + table
                + " s { 192.0.2.1 }");

        assertThat(nft.run("list table " + table)).contains("set s", "192.0.2.1");
    }

    @Test
    void aRefusedLineUndoesTheOthers() {
        assertThatThrownBy(() -> nft.run("add table " + table + "\nadd element " + table + " nosuch { 192.0.2.1 }"))
                .isInstanceOf(NftablesException.class)
                .hasMessageContaining("No such file or directory");
        assertThatThrownBy(() -> nft.run("list table " + table)).hasMessageContaining("No such file or directory");
    }

    @Test
    void nonsenseIsRefusedWithNftsWords() {
        assertThatThrownBy(() -> nft.run("make it safe")).hasMessageContaining("syntax error");
    }
}
