package sampan.core.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a {@link ContainerConfig}, one field at a time; what is not named is empty. */
public final class ContainerConfigBuilder {
    private String hostname = "";
    private String domainname = "";
    private String user = "";
    private boolean attachStdin;
    private boolean attachStdout;
    private boolean attachStderr;
    private Map<String, Map<String, String>> exposedPorts = Map.of();
    private boolean tty;
    private boolean openStdin;
    private boolean stdinOnce;
    private List<String> env = List.of();
    private List<String> cmd = List.of();
    private @Nullable Healthcheck healthcheck;
    private String image = "";
    private Map<String, Map<String, String>> volumes = Map.of();
    private String workingDir = "";
    private @Nullable List<String> entrypoint;
    private boolean networkDisabled;
    private String macAddress = "";
    private List<String> onBuild = List.of();
    private Map<String, String> labels = Map.of();
    private String stopSignal = "";
    private @Nullable Integer stopTimeout;
    private List<String> shell = List.of();

    ContainerConfigBuilder() {}

    ContainerConfigBuilder(ContainerConfig from) {
        hostname = from.hostname();
        domainname = from.domainname();
        user = from.user();
        attachStdin = from.attachStdin();
        attachStdout = from.attachStdout();
        attachStderr = from.attachStderr();
        exposedPorts = from.exposedPorts();
        tty = from.tty();
        openStdin = from.openStdin();
        stdinOnce = from.stdinOnce();
        env = from.env();
        cmd = from.cmd();
        healthcheck = from.healthcheck();
        image = from.image();
        volumes = from.volumes();
        workingDir = from.workingDir();
        entrypoint = from.entrypoint();
        networkDisabled = from.networkDisabled();
        macAddress = from.macAddress();
        onBuild = from.onBuild();
        labels = from.labels();
        stopSignal = from.stopSignal();
        stopTimeout = from.stopTimeout();
        shell = from.shell();
    }

    public ContainerConfigBuilder hostname(String value) {
        hostname = value;
        return this;
    }

    public ContainerConfigBuilder domainname(String value) {
        domainname = value;
        return this;
    }

    public ContainerConfigBuilder user(String value) {
        user = value;
        return this;
    }

    public ContainerConfigBuilder attachStdin(boolean value) {
        attachStdin = value;
        return this;
    }

    public ContainerConfigBuilder attachStdout(boolean value) {
        attachStdout = value;
        return this;
    }

    public ContainerConfigBuilder attachStderr(boolean value) {
        attachStderr = value;
        return this;
    }

    public ContainerConfigBuilder exposedPorts(Map<String, Map<String, String>> value) {
        exposedPorts = value;
        return this;
    }

    public ContainerConfigBuilder tty(boolean value) {
        tty = value;
        return this;
    }

    public ContainerConfigBuilder openStdin(boolean value) {
        openStdin = value;
        return this;
    }

    public ContainerConfigBuilder stdinOnce(boolean value) {
        stdinOnce = value;
        return this;
    }

    public ContainerConfigBuilder env(List<String> value) {
        env = value;
        return this;
    }

    public ContainerConfigBuilder cmd(List<String> value) {
        cmd = value;
        return this;
    }

    public ContainerConfigBuilder healthcheck(@Nullable Healthcheck value) {
        healthcheck = value;
        return this;
    }

    public ContainerConfigBuilder image(String value) {
        image = value;
        return this;
    }

    public ContainerConfigBuilder volumes(Map<String, Map<String, String>> value) {
        volumes = value;
        return this;
    }

    public ContainerConfigBuilder workingDir(String value) {
        workingDir = value;
        return this;
    }

    public ContainerConfigBuilder entrypoint(@Nullable List<String> value) {
        entrypoint = value;
        return this;
    }

    public ContainerConfigBuilder networkDisabled(boolean value) {
        networkDisabled = value;
        return this;
    }

    public ContainerConfigBuilder macAddress(String value) {
        macAddress = value;
        return this;
    }

    public ContainerConfigBuilder onBuild(List<String> value) {
        onBuild = value;
        return this;
    }

    public ContainerConfigBuilder labels(Map<String, String> value) {
        labels = value;
        return this;
    }

    public ContainerConfigBuilder stopSignal(String value) {
        stopSignal = value;
        return this;
    }

    public ContainerConfigBuilder stopTimeout(@Nullable Integer value) {
        stopTimeout = value;
        return this;
    }

    public ContainerConfigBuilder shell(List<String> value) {
        shell = value;
        return this;
    }

    public ContainerConfig build() {
        return new ContainerConfig(
                hostname,
                domainname,
                user,
                attachStdin,
                attachStdout,
                attachStderr,
                exposedPorts,
                tty,
                openStdin,
                stdinOnce,
                env,
                cmd,
                healthcheck,
                image,
                volumes,
                workingDir,
                entrypoint,
                networkDisabled,
                macAddress,
                onBuild,
                labels,
                stopSignal,
                stopTimeout,
                shell);
    }
}
