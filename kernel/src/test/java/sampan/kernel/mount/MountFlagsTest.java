package sampan.kernel.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compiler of this machine knows the numbers: a program of one line per constant prints them. */
class MountFlagsTest {
    @TempDir
    Path folder;

    private static final Map<String, String> SIZES =
            Map.of("CLONE_ARGS_SIZE", "CLONE_ARGS_SIZE_VER2", "MOUNT_ATTR_SIZE", "MOUNT_ATTR_SIZE_VER0");

    @Test
    void everyConstantIsThatOfTheHeaders() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")));
        Map<String, Long> ours = new TreeMap<>(constants(MountFlags.class));
        ours.putAll(constants(CloneFlags.class));
        List<String> lines = new ArrayList<>(List.of(
                "#define _GNU_SOURCE",
                "#include <linux/mount.h>",
                "#include <linux/fcntl.h>",
                "#include <linux/sched.h>",
                "#include <stdio.h>",
                "#define MNT_FORCE 1",
                "#define MNT_DETACH 2",
                "#define MNT_EXPIRE 4",
                "#define UMOUNT_NOFOLLOW 8",
                "int main(void) {"));
        ours.keySet()
                .forEach(name -> lines.add(
                        "printf(\"" + name + "=%lld\\n\", (long long)" + SIZES.getOrDefault(name, name) + ");"));
        lines.add("return 0; }");
        Path source = Files.write(folder.resolve("flags.c"), lines);
        Path program = folder.resolve("flags");
        run("gcc", "-o", program.toString(), source.toString());
        String printed = run(program.toString());
        for (String line : printed.lines().toList()) {
            String[] pair = line.split("=");
            assertThat(ours).containsEntry(pair[0], Long.valueOf(pair[1]));
        }
        assertThat(printed.lines()).hasSize(ours.size());
    }

    private static Map<String, Long> constants(Class<?> type) throws IllegalAccessException {
        Map<String, Long> constants = new TreeMap<>();
        for (Field field : type.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                constants.put(field.getName(), ((Number) field.get(null)).longValue());
            }
        }
        return constants;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
