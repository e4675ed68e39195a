package sampan.kernel.cgroup;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a list of rules comes to: a default, and exceptions from it.
 *
 * <p>A list starts from "deny everything" and Docker's default devices are allowed after it, so that an empty list is never a free pass
 * (GHSA-g54h).
 */
public record DeviceRules(boolean allow, List<DeviceRule> exceptions) {
    /** null, zero, full, random, urandom, tty, console, ptmx and terminals; nodes of any device may be made, not opened. */
    public static final List<DeviceRule> DEFAULTS = List.of(
            DeviceRule.parse(true, "c *:* m"),
            DeviceRule.parse(true, "b *:* m"),
            DeviceRule.parse(true, "c 1:3 rwm"),
            DeviceRule.parse(true, "c 1:5 rwm"),
            DeviceRule.parse(true, "c 1:7 rwm"),
            DeviceRule.parse(true, "c 1:8 rwm"),
            DeviceRule.parse(true, "c 1:9 rwm"),
            DeviceRule.parse(true, "c 5:0 rwm"),
            DeviceRule.parse(true, "c 5:1 rwm"),
            DeviceRule.parse(true, "c 5:2 rwm"),
            DeviceRule.parse(true, "c 136:* rwm"));

    static final DeviceRules NOTHING = new DeviceRules(false, List.of());
    static final DeviceRules EVERYTHING = new DeviceRules(true, List.of());

    public DeviceRules {
        exceptions = List.copyOf(exceptions);
    }

    /** The rules in their order, then the default devices. */
    public static DeviceRules of(List<DeviceRule> asked) {
        DeviceRules rules = NOTHING;
        for (DeviceRule rule : asked) {
            rules = rules.with(rule);
        }
        if (rules.equals(NOTHING)) {
            // What nearly every container has.
            return new DeviceRules(false, DEFAULTS);
        }
        for (DeviceRule rule : DEFAULTS) {
            rules = rules.with(rule);
        }
        return rules;
    }

    /** Reads {@code devices.list} of version 1, which cannot tell "everything" from "everything but". */
    static DeviceRules parse(String list) {
        DeviceRules rules = NOTHING;
        for (String line : list.lines().toList()) {
            rules = rules.with(DeviceRule.parse(true, line));
        }
        return rules;
    }

    /**
     * These rules and one more.
     *
     * @throws IllegalArgumentException for a hole in an exception with a wildcard, which version 1 cannot express
     */
    DeviceRules with(DeviceRule rule) {
        if (rule.isTotal()) {
            return rule.allow() ? EVERYTHING : NOTHING;
        }
        DeviceRules rules = this;
        for (DeviceRule part : parts(rule)) {
            rules = part.allow() == allow ? rules.without(part) : rules.adding(part);
        }
        return rules;
    }

    private static List<DeviceRule> parts(DeviceRule rule) {
        return rule.type() == DeviceRule.Type.ALL
                ? List.of(typed(rule, DeviceRule.Type.BLOCK), typed(rule, DeviceRule.Type.CHARACTER))
                : List.of(rule);
    }

    private DeviceRules adding(DeviceRule rule) {
        List<DeviceRule> changed = new ArrayList<>(exceptions);
        for (int i = 0; i < changed.size(); i++) {
            if (sameDevices(changed.get(i), rule)) {
                Set<DeviceRule.Access> access = EnumSet.copyOf(changed.get(i).access());
                access.addAll(rule.access());
                changed.set(i, accessing(rule, access));
                return new DeviceRules(allow, changed);
            }
        }
        changed.add(rule);
        return new DeviceRules(allow, changed);
    }

    private DeviceRules without(DeviceRule rule) {
        List<DeviceRule> changed = new ArrayList<>();
        for (DeviceRule exception : exceptions) {
            Set<DeviceRule.Access> rest = EnumSet.copyOf(exception.access());
            rest.removeAll(rule.access());
            boolean touched = rest.size() < exception.access().size() && overlaps(rule, exception);
            if (!touched) {
                changed.add(exception);
            } else if (!covers(rule, exception)) {
                throw new IllegalArgumentException(
                        "device rule '" + rule + "' cannot punch a hole into '" + exception + "'");
            } else if (!rest.isEmpty()) {
                changed.add(accessing(exception, rest));
            }
        }
        return new DeviceRules(allow, changed);
    }

    private static boolean sameDevices(DeviceRule a, DeviceRule b) {
        return covers(a, b) && covers(b, a);
    }

    private static boolean covers(DeviceRule wide, DeviceRule narrow) {
        return wide.type() == narrow.type()
                && (wide.major().isEmpty() || wide.major().equals(narrow.major()))
                && (wide.minor().isEmpty() || wide.minor().equals(narrow.minor()));
    }

    private static boolean overlaps(DeviceRule a, DeviceRule b) {
        return a.type() == b.type()
                && (a.major().isEmpty() || b.major().isEmpty() || a.major().equals(b.major()))
                && (a.minor().isEmpty() || b.minor().isEmpty() || a.minor().equals(b.minor()));
    }

    private static DeviceRule typed(DeviceRule rule, DeviceRule.Type type) {
        return new DeviceRule(rule.allow(), type, rule.major(), rule.minor(), rule.access());
    }

    private static DeviceRule accessing(DeviceRule rule, Set<DeviceRule.Access> access) {
        return new DeviceRule(rule.allow(), rule.type(), rule.major(), rule.minor(), access);
    }
}
