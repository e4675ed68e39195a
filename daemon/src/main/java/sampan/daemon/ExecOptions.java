package sampan.daemon;

import java.util.List;
import sampan.cli.flag.InvalidValue;
import sampan.core.EngineOptions.CgroupDriver;

/** {@code --exec-opt key=value}, with Docker's one key. */
final class ExecOptions {
    private static final String DRIVER = "native.cgroupdriver";

    private ExecOptions() {}

    /** The last one wins. */
    static CgroupDriver cgroupDriver(List<String> options) throws InvalidValue {
        CgroupDriver driver = CgroupDriver.CGROUPFS;
        for (String option : options) {
            int equals = option.indexOf('=');
            if (equals < 0) {
                throw new InvalidValue("Unable to parse key/value option: " + option);
            }
            if (!option.substring(0, equals).strip().equalsIgnoreCase(DRIVER)) {
                throw new InvalidValue("Unknown option: " + option.substring(0, equals));
            }
            driver = named(option.substring(equals + 1).strip());
        }
        return driver;
    }

    private static CgroupDriver named(String name) throws InvalidValue {
        return switch (name) {
            case "", "cgroupfs" -> CgroupDriver.CGROUPFS;
            case "systemd" -> CgroupDriver.SYSTEMD;
            default -> throw new InvalidValue(DRIVER + " option " + name + " not supported");
        };
    }
}
