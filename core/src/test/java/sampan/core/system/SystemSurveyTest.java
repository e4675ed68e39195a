package sampan.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import sampan.core.cdi.DeviceRegistry;
import sampan.core.config.ConfigJson;
import sampan.core.config.EngineSettings;
import sampan.core.container.state.ContainerState;
import tools.jackson.databind.JsonNode;

final class SystemSurveyTest {
    private static final DeviceRegistry NONE = new DeviceRegistry(List.of());
    private static final List<ContainerState> STATES = List.of(
            new ContainerState.Created(),
            new ContainerState.Running(7, Instant.EPOCH),
            new ContainerState.Stopped(0, false, Instant.EPOCH, Instant.EPOCH));

    private static final SystemSurvey.Drivers DRIVERS =
            new SystemSurvey.Drivers("btrfs", "systemd", EngineSettings.USUAL);

    @Test
    void theVersionIsToldTwiceForOldAndNewClients() {
        JsonNode version = ConfigJson.MAPPER.valueToTree(SystemSurvey.version());
        assertThat(version.path("MinAPIVersion").asString()).isEqualTo("1.24");
        assertThat(version.at("/Components/0/Details/ApiVersion")).isEqualTo(version.path("ApiVersion"));
        assertThat(version.at("/Components/0/Version")).isEqualTo(version.path("Version"));
    }

    @Test
    void theReportIsOneFlatObjectWithDockersNames() {
        JsonNode report =
                ConfigJson.MAPPER.valueToTree(SystemSurvey.system(Path.of("/data"), DRIVERS, STATES, 3, NONE));
        assertThat(report.path("Containers").asInt()).isEqualTo(3);
        assertThat(report.path("ContainersRunning").asInt()).isEqualTo(1);
        assertThat(report.path("ContainersStopped").asInt()).isEqualTo(2);
        assertThat(report.path("Images").asInt()).isEqualTo(3);
        assertThat(report.path("DockerRootDir").asString()).isEqualTo("/data");
        assertThat(report.propertyNames())
                .contains("ID", "NCPU", "CPUShares", "CPUSet", "IPv4Forwarding", "OSType", "NFd", "Swarm", "Warnings");
    }

    @Test
    void anEngineKeepsItsIdAsLongAsItsDataRoot() {
        String id = SystemSurvey.system(Path.of("/data"), DRIVERS, List.of(), 0, NONE)
                .id();
        assertThat(SystemSurvey.system(Path.of("/data"), DRIVERS, List.of(), 9, NONE)
                        .id())
                .isEqualTo(id);
        assertThat(SystemSurvey.system(Path.of("/other"), DRIVERS, List.of(), 0, NONE)
                        .id())
                .isNotEqualTo(id);
    }
}
