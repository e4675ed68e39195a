package sampan.runtime.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Syscall;

/** mount_setattr(2): changes of a mount, or of a whole tree of them, in one call. */
record MountAttributes(MountOptions.Attributes attributes, Optional<Symbol> propagation, Optional<Argument> mapped) {
    private static final int SIZE = 32;
    private static final List<Symbol> NAMED = List.of(
            Symbol.MOUNT_ATTR_RDONLY,
            Symbol.MOUNT_ATTR_NOSUID,
            Symbol.MOUNT_ATTR_NODEV,
            Symbol.MOUNT_ATTR_NOEXEC,
            Symbol.MOUNT_ATTR_NODIRATIME,
            Symbol.MOUNT_ATTR_IDMAP,
            Symbol.MOUNT_ATTR_NOSYMFOLLOW);

    static MountAttributes of(MountOptions.Attributes attributes) {
        return new MountAttributes(attributes, Optional.empty(), Optional.empty());
    }

    static MountAttributes spread(Symbol propagation) {
        return new MountAttributes(MountOptions.Attributes.NONE, Optional.of(propagation), Optional.empty());
    }

    static final MountAttributes READONLY = of(new MountOptions.Attributes(Symbol.MOUNT_ATTR_RDONLY.value(), 0));

    /** The whole tree of the mount namespace: what is mounted in it from here on does not reach the host. */
    static void letGoOfTheHost(Launch launch) {
        launch.script()
                .call(
                        Syscall.MOUNT_SETATTR,
                        Argument.AT_FDCWD,
                        Argument.of("/"),
                        Symbol.AT_RECURSIVE.argument(),
                        Argument.of(spread(Symbol.MS_SLAVE).buffer()),
                        Argument.of(SIZE));
    }

    /** Nothing to change, no call. */
    void apply(Launch launch, Argument mount, boolean recursive) {
        if (attributes.none() && propagation.isEmpty() && mapped.isEmpty()) {
            return;
        }
        Argument flags =
                recursive ? Symbol.all(Symbol.AT_EMPTY_PATH, Symbol.AT_RECURSIVE) : Symbol.AT_EMPTY_PATH.argument();
        launch.script()
                .call(Syscall.MOUNT_SETATTR, mount, Argument.of(""), flags, Argument.of(buffer()), Argument.of(SIZE));
    }

    Buffer buffer() {
        long idmap = mapped.isPresent() ? Symbol.MOUNT_ATTR_IDMAP.value() : 0;
        List<String> text = new ArrayList<>();
        if ((attributes.set() | idmap) != 0) {
            text.add("attr_set=" + names(attributes.set() | idmap));
        }
        if (attributes.clear() != 0) {
            text.add("attr_clr=" + names(attributes.clear()));
        }
        propagation.ifPresent(kind -> text.add("propagation=" + kind));
        mapped.ifPresent(userns -> text.add("userns_fd=" + userns));
        return Buffer.longs(
                "{" + String.join(", ", text) + "}",
                attributes.set() | idmap,
                attributes.clear(),
                propagation.map(Symbol::value).orElse(0L),
                mapped.map(MountAttributes::number).orElse(0L));
    }

    /** Known when the program is written. */
    private static long number(Argument descriptor) {
        return switch (descriptor) {
            case Argument.Handed handed -> handed.number();
            case Argument.Immediate place -> place.value();
            case Argument.Text _, Argument.Result _, Argument.Address _ ->
                throw new IllegalStateException("not a descriptor's number: " + descriptor);
        };
    }

    /** The bits by name: {@code MOUNT_ATTR_RDONLY|MOUNT_ATTR_NOATIME}. */
    static String names(long bits) {
        List<String> names = new ArrayList<>();
        NAMED.stream().filter(flag -> (bits & flag.value()) != 0).forEach(flag -> names.add(flag.name()));
        long atime = bits & Symbol.MOUNT_ATTR__ATIME.value();
        if (atime == Symbol.MOUNT_ATTR__ATIME.value()) {
            names.add(Symbol.MOUNT_ATTR__ATIME.name());
        } else if (atime != 0) {
            names.add(atime == Symbol.MOUNT_ATTR_NOATIME.value() ? "MOUNT_ATTR_NOATIME" : "MOUNT_ATTR_STRICTATIME");
        }
        return names.isEmpty() ? "0" : String.join("|", names);
    }
}
