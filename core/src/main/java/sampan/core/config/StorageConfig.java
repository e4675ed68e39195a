package sampan.core.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;

/** What a container sees in its file system besides the image. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record StorageConfig(
        @JsonSerialize(using = NullWhenEmpty.class) List<String> binds,
        String volumeDriver,
        @JsonSerialize(using = NullWhenEmpty.class) List<String> volumesFrom,
        @JsonInclude(Include.NON_EMPTY) List<Mount> mounts,
        @JsonInclude(Include.NON_EMPTY) Map<String, String> tmpfs,
        @JsonInclude(Include.NON_EMPTY) Map<String, String> storageOpt,
        boolean readonlyRootfs,
        long shmSize) {
    public StorageConfig {
        binds = Lists.of(binds);
        volumeDriver = Lists.text(volumeDriver);
        volumesFrom = Lists.of(volumesFrom);
        mounts = Lists.of(mounts);
        tmpfs = Lists.of(tmpfs);
        storageOpt = Lists.of(storageOpt);
    }
}
