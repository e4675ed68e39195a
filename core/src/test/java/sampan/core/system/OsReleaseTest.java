package sampan.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OsReleaseTest {
    @Test
    void theNameForPeopleAndTheVersionAreTakenFromTheirLines() {
        OsRelease debian =
                OsRelease.parse("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nVERSION_ID='12'\nVERSION=x\n");
        assertThat(debian).isEqualTo(new OsRelease("Debian GNU/Linux 12 (bookworm)", "12"));
    }

    @Test
    void valuesMayBeBareOrEscaped() {
        assertThat(OsRelease.parse("PRETTY_NAME=Void\n").name()).isEqualTo("Void");
        assertThat(OsRelease.parse("PRETTY_NAME=\"5 \\$ \\\"OS\\\"\"\n").name()).isEqualTo("5 $ \"OS\"");
    }

    @Test
    void aSystemThatSaysNothingIsLinux() {
        assertThat(OsRelease.parse("")).isEqualTo(new OsRelease("Linux", ""));
    }
}
