package sampan.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads {@code registries.conf} (containers-registries.conf(5)), version 2: what a {@code [[registry]]} says. Beside the manual's keys there is {@code realms}.
 */
public final class RegistriesConf {
    private static final String VARIABLE = "CONTAINERS_REGISTRIES_CONF";
    private static final List<Path> USUAL =
            List.of(Path.of("/etc/sampan/registries.conf"), Path.of("/etc/containers/registries.conf"));

    private List<Path> looked = List.of();
    private FileStamps stamps = new FileStamps(List.of());
    private Registries known = new Registries(List.of());

    /** Not read yet. */
    public RegistriesConf() {}

    /**
     * This host's: the file that a variable {@code CONTAINERS_REGISTRIES_CONF} names, or else the first of the usual ones and the files in
     * the folder {@code registries.conf.d} beside it. Read again when one of them is another one, or has come or gone.
     *
     * @throws IOException for one that cannot be understood, and where there is none of the name that was given: it may have forbidden something
     */
    public synchronized Registries read(Map<String, String> environment) throws IOException {
        List<Path> places = places(environment);
        if (!looked.containsAll(places) || !FileStamps.of(looked).equals(stamps)) {
            FileStamps before = FileStamps.of(places); // what comes while this reads is seen the next time
            List<Path> files = files(environment);
            FileStamps named = FileStamps.of(files);
            List<Registries.Rule> rules = new ArrayList<>();
            for (FileStamps.Stamp there : named.all()) {
                Path file = there.file();
                rules.addAll(parse(Files.readString(file, UTF_8), file.toString()));
            }
            known = new Registries(rules);
            looked = Stream.concat(places.stream(), files.stream()).toList();
            stamps = before.and(named);
        }
        return known;
    }

    /** What there may be: a folder is another one when a file comes or goes there. */
    private static List<Path> places(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        return named.isEmpty()
                ? USUAL.stream().flatMap(file -> Stream.of(file, folder(file))).toList()
                : List.of(Path.of(named));
    }

    private static Path folder(Path file) {
        return Path.of(file + ".d");
    }

    private static List<Path> files(Map<String, String> environment) throws IOException {
        String named = environment.getOrDefault(VARIABLE, "");
        List<Path> files = new ArrayList<>();
        if (!named.isEmpty()) {
            Path file = Path.of(named);
            if (!Files.exists(file)) {
                throw new IOException("loading registries configuration \"" + file + "\": open " + file
                        + ": no such file or directory");
            }
            files.add(file);
        } else {
            USUAL.stream().filter(Files::isReadable).findFirst().ifPresent(files::add);
            files.addAll(fragments(folder(files.isEmpty() ? USUAL.getLast() : files.getFirst())));
        }
        return files;
    }

    private static List<Path> fragments(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        }
    }

    /** @throws IOException naming the line that cannot be understood */
    static List<Registries.Rule> parse(String text, String file) throws IOException {
        List<Registries.Rule> rules = new ArrayList<>();
        for (TomlTables.Table table : TomlTables.parse(text, file)) {
            if (table.name().equals("registry")) {
                rules.add(rule(table, file));
            } else if (table.name().equals("registry.mirror")) {
                if (rules.isEmpty()) {
                    throw new IOException(file + ": a [[registry.mirror]] before the first [[registry]]");
                }
                Registries.Rule last = rules.removeLast();
                List<Registries.Mirror> mirrors = new ArrayList<>(last.mirrors());
                mirrors.add(new Registries.Mirror(
                        location(table, file), table.flag("insecure"), table.text("pull-from-mirror")));
                rules.add(new Registries.Rule(
                        last.prefix(), last.location(), last.insecure(), last.blocked(), mirrors, last.realms()));
            }
        }
        return rules;
    }

    private static Registries.Rule rule(TomlTables.Table table, String file) throws IOException {
        String prefix = table.text("prefix");
        String location = table.text("location");
        if (prefix.isEmpty() && location.isEmpty()) {
            throw new IOException(file + ": a [[registry]] has neither prefix nor location");
        }
        return new Registries.Rule(
                prefix.isEmpty() ? location : prefix,
                location,
                table.flag("insecure"),
                table.flag("blocked"),
                List.of(),
                Set.copyOf(table.texts("realms")));
    }

    private static String location(TomlTables.Table table, String file) throws IOException {
        String location = table.text("location");
        if (location.isEmpty()) {
            throw new IOException(file + ": a [[registry.mirror]] has no location");
        }
        return location;
    }
}
