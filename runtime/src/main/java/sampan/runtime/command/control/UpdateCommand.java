package sampan.runtime.command.control;

import java.io.IOException;
import java.util.List;
import sampan.kernel.SyscallException;
import sampan.kernel.cgroup.Cgroup;
import sampan.kernel.cgroup.CgroupLimits;
import sampan.kernel.cgroup.CgroupPlan;
import sampan.kernel.file.Read;
import sampan.oci.spec.Resources;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.cgroup.DefaultDevices;
import sampan.runtime.command.cgroup.RuntimeCgroups;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.systemd.Scopes;

/** {@code update}: change the limits of a running container. */
public final class UpdateCommand implements RuntimeCommand {
    private static final int LARGEST = 1 << 20;

    @Override
    public String name() {
        return "update";
    }

    @Override
    public String help() {
        return "change the limits of a running container";
    }

    @Override
    public List<Option> options() {
        return LimitFlags.OPTIONS;
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        Resources resources = context.words().given("resources")
                ? read(context, context.words().text("resources").orElse(""))
                : LimitFlags.of(context.words());
        if (context.words().given("kernel-memory") || context.words().given("kernel-memory-tcp")) {
            context.log().warning("Kernel memory settings are ignored and will be removed");
        }
        CgroupLimits limits = limits(resources);
        try (Loaded container = context.load()) {
            container.saved().lock();
            if (container.stopped() || container.cgroup().isEmpty()) {
                throw new RuntimeFailure("container not running");
            }
            CgroupPlan written = apply(container.cgroup().get(), limits);
            if (!container.record().unit().isEmpty()) {
                Scopes.changed(container.record().unit(), written.writes());
            }
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static CgroupPlan apply(Cgroup cgroup, CgroupLimits limits)
            throws IOException, InterruptedException, RuntimeFailure {
        try {
            return cgroup.apply(limits);
        } catch (SyscallException refused) {
            throw new RuntimeFailure(RefusedWrite.sentence(refused));
        }
    }

    /** Rules that are given take the place of all; without any the devices stay as they are. */
    private static CgroupLimits limits(Resources resources) throws RuntimeFailure {
        return resources.devices().isEmpty()
                ? RuntimeCgroups.limits(resources).withoutDevices()
                : RuntimeCgroups.limits(DefaultDevices.allowed(resources));
    }

    private static Resources read(Context context, String file) throws IOException, RuntimeFailure {
        return file.equals("-")
                ? LimitFlags.read("stdin", Read.all(context.invocation().stream(0), LARGEST))
                : LimitFlags.read(file, context.read(file));
    }
}
