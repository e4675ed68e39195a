package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * No JVM thread changes its kernel identity: no class that makes native calls even names a function that could.
 *
 * <p>Virtual threads share their carriers, so one such call would contaminate innocent threads.
 */
final class ThreadIdentityTest {
    private static final Set<String> FORBIDDEN = Set.of(
            "setns",
            "unshare",
            "chroot",
            "pivot_root",
            "chdir",
            "fchdir",
            "umask",
            "setuid",
            "setgid",
            "seteuid",
            "setegid",
            "setreuid",
            "setregid",
            "setresuid",
            "setresgid",
            "setgroups",
            "setfsuid",
            "setfsgid",
            "capset");

    @Test
    void noNativeCallChangesTheIdentityOfItsThread() throws IOException {
        List<String> offenders = new ArrayList<>();
        int[] nativeClasses = {0};
        for (Path classes : kernelClasses()) {
            ClassModel model = ClassFile.of().parse(Files.readAllBytes(classes));
            if (callsNatively(model)) {
                nativeClasses[0]++;
                strings(model)
                        .filter(name -> FORBIDDEN.contains(name.toLowerCase(Locale.ROOT)))
                        .forEach(name -> offenders.add(classes.getFileName() + " names " + name));
            }
        }
        assertThat(nativeClasses[0])
                .as("classes with native calls that were looked at")
                .isPositive();
        assertThat(offenders).isEmpty();
    }

    private static boolean callsNatively(ClassModel model) {
        return entries(model)
                .filter(ClassEntry.class::isInstance)
                .map(entry -> ((ClassEntry) entry).asInternalName())
                .anyMatch(name -> name.equals("java/lang/foreign/FunctionDescriptor")
                        || name.equals("java/lang/invoke/MethodHandle"));
    }

    private static Stream<String> strings(ClassModel model) {
        return entries(model).filter(StringEntry.class::isInstance).map(entry -> ((StringEntry) entry).stringValue());
    }

    private static Stream<PoolEntry> entries(ClassModel model) {
        return StreamSupport.stream(model.constantPool().spliterator(), false);
    }

    private static List<Path> kernelClasses() throws IOException {
        Path root = Path.of("").toAbsolutePath().getParent().resolve("kernel/target/classes");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(FileSystems.getDefault().getPathMatcher("glob:**.class")::matches)
                    .toList();
        }
    }
}
