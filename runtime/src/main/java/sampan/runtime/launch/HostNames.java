package sampan.runtime.launch;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import sampan.oci.spec.Implements;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Syscall;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#hostname">config.md#hostname</a> */
@Implements(value = "config.md#hostname", properties = "hostname")
@Implements(value = "config.md#domainname", properties = "domainname")
final class HostNames {
    private static final int LONGEST = 64;

    private HostNames() {}

    static void compile(Launch launch) {
        set(launch, launch.spec().hostname(), "hostname", Syscall.SETHOSTNAME);
        set(launch, launch.spec().domainname(), "domainname", Syscall.SETDOMAINNAME);
    }

    private static void set(Launch launch, @Nullable String name, String property, Syscall call) {
        if (name == null || name.isEmpty()) {
            return;
        }
        if (!launch.namespaces().has(Namespaces.Kind.UTS)) {
            throw new InvalidSpecException("unable to set " + property + " without a private UTS namespace");
        }
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST) {
            throw new InvalidSpecException(property + ": longer than " + LONGEST + " bytes: " + name);
        }
        launch.script()
                .purpose(property + " " + name, "of this uts namespace only", call.call() + "(2)")
                .blame(call.call() + ": %ERROR%")
                .call(call, Argument.of(name), Argument.of(length));
    }
}
