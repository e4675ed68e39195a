package sampan.core.plan;

import sampan.core.config.HostConfig;
import sampan.oci.spec.Resources;

/** What every container is limited to that asks for nothing: the usual devices. */
public final class DefaultLimits {
    public static final Resources RESOURCES = ResourceSection.of(HostConfig.DEFAULT);

    private DefaultLimits() {}
}
