package sampan.runtime.command.life;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Resources;
import sampan.oci.spec.Spec;
import sampan.runtime.command.call.CallerNamespace;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.call.Words;
import sampan.runtime.command.cgroup.RuntimeCgroups;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.json.GoJson;

/** Who may not make cgroups goes without, unless limits or a place for them were asked for: {@code --rootless}. */
public final class RootlessCgroups {
    private static final String NEEDS =
            "rootless needs no limits + no cgrouppath when no permission is granted for cgroups: ";

    private RootlessCgroups() {}

    /** Makes cgroups. */
    @FunctionalInterface
    interface Making {
        Optional<RuntimeCgroups.Made> make() throws IOException, RuntimeFailure;
    }

    static Optional<RuntimeCgroups.Made> make(Context context, Spec spec, Making making)
            throws IOException, RuntimeFailure {
        try {
            Optional<RuntimeCgroups.Made> made = making.make();
            if (made.isPresent() && mayBeDenied(context)) {
                made.get().making().await();
            }
            return made;
        } catch (AccessDeniedException denied) {
            expect(context, denied);
            return without(spec, "mkdir " + denied.getFile() + ": " + Errno.sentence(Errno.EACCES));
        } catch (SyscallException denied) {
            if (!denied.is(Errno.EACCES) && !denied.is(Errno.EPERM) && !denied.is(Errno.EROFS)) {
                throw denied;
            }
            expect(context, denied);
            return without(spec, String.valueOf(denied.getMessage()));
        } catch (FileSystemException denied) {
            expect(context, denied);
            return without(spec, "mkdir " + denied.getFile() + ": " + denied.getReason());
        }
    }

    /** Others need not wait: root's cgroups are made while the rest is planned. */
    private static boolean mayBeDenied(Context context) throws IOException {
        return !context.globals().rootless().equals("auto") || isNotRoot(context);
    }

    /** Where root asks, its user namespace is looked at. */
    static void expectCaller(Context context) throws IOException {
        if (context.globals().rootless().equals("auto") && context.invocation().uid() == 0) {
            CallerNamespace.expect(context.invocation());
        }
    }

    private static boolean isNotRoot(Context context) throws IOException {
        return context.invocation().uid() != 0 || CallerNamespace.isNested(context.invocation());
    }

    /** The word is looked at only now: root may make cgroups nearly everywhere. */
    private static void expect(Context context, IOException denied) throws IOException, RuntimeFailure {
        if (!asked(context)) {
            throw denied;
        }
    }

    private static Optional<RuntimeCgroups.Made> without(Spec spec, String why) throws RuntimeFailure {
        Linux linux = spec.linux();
        if (linux == null) {
            return Optional.empty();
        }
        Resources resources = linux.resources();
        boolean placed = linux.cgroupsPath() != null && !linux.cgroupsPath().isEmpty();
        if (placed || (resources != null && !unlimited(resources))) {
            throw new RuntimeFailure(NEEDS + why);
        }
        return Optional.empty();
    }

    /** Rules for devices cannot be kept either, but a user namespace makes no devices. */
    private static boolean unlimited(Resources resources) {
        return resources.withDevices(null).equals(Resources.NONE);
    }

    private static boolean asked(Context context) throws IOException, RuntimeFailure {
        String word = context.globals().rootless();
        if (word.equals("auto")) {
            return isNotRoot(context);
        }
        return Words.truth(word)
                .orElseThrow(() ->
                        new RuntimeFailure("strconv.ParseBool: parsing " + GoJson.quoted(word) + ": invalid syntax"));
    }
}
