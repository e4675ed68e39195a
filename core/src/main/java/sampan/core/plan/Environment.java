package sampan.core.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The environment of a process in a container. */
public final class Environment {
    public static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final SequencedMap<String, String> variables = new LinkedHashMap<>();

    private Environment() {}

    /** What Docker sets first, then what was asked for: a later variable takes an earlier one's place, a name alone removes it. */
    public static Environment of(String hostname, boolean terminal, List<String> asked) {
        Environment environment = new Environment();
        environment.set(PATH);
        environment.set("HOSTNAME=" + hostname);
        if (terminal) {
            environment.set("TERM=xterm");
        }
        asked.forEach(environment::set);
        return environment;
    }

    /** Starts with variables as they are. */
    public static Environment of(List<String> variables) {
        Environment environment = new Environment();
        variables.forEach(environment::set);
        return environment;
    }

    public void set(String variable) {
        int equals = variable.indexOf('=');
        if (equals < 0) {
            variables.remove(variable);
        } else {
            variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
    }

    public void setIfAbsent(String name, String value) {
        variables.putIfAbsent(name, value);
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    public List<String> list() {
        List<String> all = new ArrayList<>();
        variables.forEach((name, value) -> all.add(name + "=" + value));
        return all;
    }
}
