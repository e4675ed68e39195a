package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** config-linux.md#network-devices: devices of the host move into the container, with their addresses. */
final class RuntimeNetDevicesTest extends EngineTest {
    private static final String DEVICE = "sampan-t0";

    private RuntimeBundle bundle;
    private HostLink link;

    @BeforeEach
    void makeDevice() throws IOException {
        sampan().run("version").succeeds();
        link = new HostLink(DEVICE, "sampan-t1");
        bundle = new RuntimeBundle(sampan().execRoot());
        bundle.applet("ip");
        link.address("10.213.8.1/24").address("10.213.8.2/24").address("fd21:3::1/64");
        link.address("10.213.9.1/24", "valid_lft", "1000", "preferred_lft", "1000");
    }

    @AfterEach
    void remove() throws IOException {
        bundle.close();
        link.close();
    }

    private void shows(String devices, String... arguments) throws IOException {
        bundle.config("\"terminal\": false", "\"netDevices\": {" + devices + "},", arguments);
    }

    @Test
    void aDeviceKeepsItsPermanentAddressesAndIsUp() throws IOException {
        shows("\"" + DEVICE + "\": {\"name\": \"inside0\"}", "ip", "address", "show", "inside0");
        String shown = bundle.run("run", "n").succeeds().out();
        assertThat(shown)
                .contains(",UP", "inet 10.213.8.1/24", "inet 10.213.8.2/24", "inet6 fd21:3::1/64")
                .doesNotContain("10.213.9.1");
    }

    @Test
    void itIsGoneFromTheHostWhileTheContainerHasIt() throws IOException {
        shows("\"" + DEVICE + "\": {}", "sleep", "100");
        bundle.run("create", "n").succeeds();
        assertThat(link.isHere()).isFalse();
        bundle.run("start", "n").succeeds();
        assertThat(bundle.run("exec", "n", "ip", "link", "show", DEVICE).code()).isZero();
    }

    @Test
    void theKernelMayChooseTheName() throws IOException {
        shows("\"" + DEVICE + "\": {\"name\": \"eth%d\"}", "ip", "-4", "address", "show", "eth0");
        assertThat(bundle.run("run", "n").succeeds().out()).contains("inet 10.213.8.1/24");
    }

    @Test
    void aUserNamespacesContainerGetsOneToo() throws IOException {
        bundle.config(
                "\"terminal\": false",
                "\"netDevices\": {\"" + DEVICE + "\": {\"name\": \"eth0\"}},"
                        + "\"uidMappings\": [{\"containerID\": 0, \"hostID\": 0, \"size\": 1000}],"
                        + "\"gidMappings\": [{\"containerID\": 0, \"hostID\": 0, \"size\": 1000}],",
                "ip",
                "-4",
                "address",
                "show",
                "eth0");
        bundle.insert("{\"type\": \"pid\"}", "{\"type\": \"user\"}, ");
        assertThat(bundle.run("run", "n").succeeds().out()).contains("inet 10.213.8.1/24");
    }

    @Test
    void anotherContainersNamespaceTakesOneToo() throws IOException {
        bundle.runs("sleep", "100");
        bundle.run("create", "first").succeeds();
        bundle.run("start", "first").succeeds();
        String pid = bundle.run("state", "first").out().replaceAll("(?s).*\"pid\": ([0-9]+).*", "$1");
        shows("\"" + DEVICE + "\": {\"name\": \"late0\"}", "ip", "-4", "address", "show", "late0");
        bundle.edit(text -> text.replace(
                "{\"type\": \"network\"}", "{\"type\": \"network\", \"path\": \"/proc/" + pid + "/ns/net\"}"));
        assertThat(bundle.run("run", "n").succeeds().out()).contains("inet 10.213.8.1/24");
        assertThat(bundle.run("exec", "first", "ip", "link", "show", "late0").code())
                .isZero();
    }

    @Test
    void whatCannotBeMovedIsAnErrorThatNamesTheProperty() throws IOException {
        shows("\"sampan-none\": {}", "true");
        assertThat(bundle.run("run", "n").err()).contains("linux.netDevices: sampan-none: no such device");
        shows("\"" + DEVICE + "\": {\"name\": \"lo\"}", "true");
        assertThat(bundle.run("run", "n").err())
                .contains("linux.netDevices: " + DEVICE + ": there is a device lo already");
        shows("\"" + DEVICE + "\": {\"name\": \"much-too-long-a-name\"}", "true");
        assertThat(bundle.run("run", "n").err()).contains("linux.netDevices: invalid network device name");
        shows("\"" + DEVICE + "\": {}", "true");
        bundle.edit(text -> text.replace("{\"type\": \"network\"}, ", ""));
        assertThat(bundle.run("run", "n").err())
                .contains("linux.netDevices: the container has no network namespace of its own");
        assertThat(link.isHere()).isTrue();
        assertThat(bundle.state()).isEmptyDirectory();
    }
}
