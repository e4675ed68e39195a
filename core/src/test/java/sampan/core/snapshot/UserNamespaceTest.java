package sampan.core.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.kernel.process.UserNamespace;

/** The contract of snapshotters where an engine's root is not the host's: in a user namespace, and so in a JVM of its own. */
final class UserNamespaceTest {
    private static final String IDS = "0 0 3000000000\n";

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(classes = {OverlaySnapshotterTest.class, CopySnapshotterTest.class})
    void theContractHoldsInAUserNamespace(Class<? extends SnapshotterContract> contract) throws Exception {
        assumeThat((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isZero();
        Path output = temporary.resolve("output");
        Process inside = new ProcessBuilder(
                        "unshare",
                        "-Um",
                        "sh",
                        "-c",
                        "echo && read go && exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        Inside.class.getName(),
                        contract.getName(),
                        temporary.toString())
                .redirectError(output.toFile())
                .start();
        assertThat(inside.getInputStream().read()).as("it is in the namespace").isEqualTo('\n');
        for (String map : List.of("uid_map", "gid_map")) {
            Files.writeString(Path.of("/proc", String.valueOf(inside.pid()), map), IDS);
        }
        try (var go = inside.getOutputStream()) {
            go.write('\n');
        }
        String passed = new String(inside.getInputStream().readAllBytes(), UTF_8);
        assertThat(inside.waitFor()).as(passed + Files.readString(output)).isZero();
        assertThat(passed.lines())
                .containsExactlyElementsOf(
                        Inside.tests(contract).stream().map(Method::getName).toList());
    }

    /** All of it, wherever this JVM has it from. */
    private static String classPath() {
        List<String> parts = new ArrayList<>();
        String own = "/" + UserNamespaceTest.class.getName().replace('.', '/') + ".class";
        String place =
                Objects.requireNonNull(UserNamespaceTest.class.getResource(own)).getPath();
        parts.add(place.substring(0, place.length() - own.length()));
        for (String property : List.of("jdk.module.path", "surefire.test.class.path", "java.class.path")) {
            parts.add(System.getProperty(property, ""));
        }
        parts.removeIf(String::isEmpty);
        return String.join(File.pathSeparator, parts);
    }

    /** What runs there: each test of a class on a fresh object, and the name of each that passed. */
    static final class Inside {
        private Inside() {}

        static List<Method> tests(Class<?> contract) {
            return Stream.of(contract.getDeclaredMethods(), SnapshotterContract.class.getDeclaredMethods())
                    .flatMap(Stream::of)
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .sorted(Comparator.comparing(Method::getName))
                    .toList();
        }

        /** Arguments: the class, and a folder. */
        public static void main(String[] arguments) throws Exception {
            assertThat(UserNamespace.isInitial()).isFalse();
            Class<?> contract = Class.forName(arguments[0]);
            for (Method test : tests(contract)) {
                var constructor = contract.getDeclaredConstructor();
                constructor.setAccessible(true);
                SnapshotterContract object = (SnapshotterContract) constructor.newInstance();
                object.temporary = Files.createDirectory(Path.of(arguments[1], test.getName()));
                object.open();
                try {
                    test.setAccessible(true);
                    test.invoke(object);
                } finally {
                    object.close();
                }
                System.out.println(test.getName());
            }
        }
    }
}
