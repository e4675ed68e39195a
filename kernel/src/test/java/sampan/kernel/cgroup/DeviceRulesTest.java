package sampan.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceRulesTest {
    private static DeviceRule allow(String text) {
        return DeviceRule.parse(true, text);
    }

    private static DeviceRule deny(String text) {
        return DeviceRule.parse(false, text);
    }

    @Test
    void ghsa_g54h_anEmptyListAllowsTheDefaultDevicesOnly() {
        DeviceRules rules = DeviceRules.of(List.of());
        assertThat(rules.allow()).isFalse();
        assertThat(rules.exceptions()).isEqualTo(DeviceRules.DEFAULTS);
        assertThat(Hosts.fresh(Hosts.V1, CgroupLimits.NONE.withDevices(List.of())))
                .startsWith("devices.deny=a", "devices.allow=c *:* m")
                .hasSize(1 + DeviceRules.DEFAULTS.size());
        assertThat(CgroupPlan.create(Hosts.V2, "c", CgroupLimits.NONE.withDevices(List.of()), Membership.NEEDED)
                        .deviceFilter())
                .contains(DeviceFilter.compile(rules));
    }

    @Test
    void aPrivilegedListNeedsNothing() {
        assertThat(DeviceRules.of(List.of(DeviceRule.DENY_ALL, DeviceRule.ALLOW_ALL)))
                .isEqualTo(DeviceRules.EVERYTHING);
        CgroupLimits limits = CgroupLimits.NONE.withDevices(List.of(DeviceRule.ALLOW_ALL));
        assertThat(Hosts.fresh(Hosts.V1, limits)).isEmpty();
        assertThat(CgroupPlan.create(Hosts.V2, "c", limits, Membership.NEEDED).deviceFilter())
                .isEmpty();
    }

    @Test
    void accessToTheSameDevicesAddsUp() {
        DeviceRules rules = DeviceRules.NOTHING.with(allow("c 10:229 r")).with(allow("c 10:229 w"));
        assertThat(rules.exceptions()).map(DeviceRule::toString).containsExactly("c 10:229 rw");
    }

    @Test
    void aDenialTakesBackWhatItCovers() {
        DeviceRules rules = DeviceRules.NOTHING.with(allow("c 10:229 rwm")).with(deny("c 10:* w"));
        assertThat(rules.exceptions()).map(DeviceRule::toString).containsExactly("c 10:229 rm");
        assertThat(rules.with(deny("c 10:229 rm")).exceptions()).isEmpty();
    }

    @Test
    void aHoleInAWildcardIsRefusedRatherThanIgnored() {
        DeviceRules rules = DeviceRules.NOTHING.with(allow("c *:* rwm"));
        assertThatThrownBy(() -> rules.with(deny("c 1:1 w"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(rules.with(deny("b 1:1 w"))).isEqualTo(rules);
    }

    @Test
    void aPartialRuleForAllTypesIsNoFreePass() {
        // The kernel's devices.allow takes any line that begins with "a" as "everything".
        DeviceRule partial = DeviceRule.of(true, "a", OptionalLong.of(8), OptionalLong.empty(), Optional.of("r"));
        assertThat(DeviceRules.NOTHING.with(partial).exceptions())
                .map(DeviceRule::toString)
                .containsExactly("b 8:* r", "c 8:* r");
    }

    @Test
    void anUpdateNeverClosesWhatStaysOpen() {
        DeviceRules from = DeviceRules.parse("c 1:3 rwm\nc 1:5 rwm\n");
        DeviceRules to = DeviceRules.NOTHING.with(allow("c 1:3 rwm")).with(allow("c 1:8 r"));
        assertThat(DevicesController.lines(from, to))
                .containsExactly(
                        new DevicesController.Line("devices.allow", "c 1:8 r"),
                        new DevicesController.Line("devices.deny", "c 1:5 rwm"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c",
                "c 1:3",
                "x 1:3 rwm",
                "c 1:3 rwx",
                "c 1 rwm",
                "c -1:3 r",
                "c 4096:0 r",
                "c 1:1048576 r",
                "c 1:3 rwm\n c"
            })
    void refusesWhatIsNoRule(String text) {
        assertThatThrownBy(() -> allow(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsTheSpecificationsForm() {
        assertThat(DeviceRule.of(false, "", OptionalLong.empty(), OptionalLong.empty(), Optional.of("rwm")))
                .isEqualTo(DeviceRule.DENY_ALL);
        assertThat(DeviceRule.of(true, "c", OptionalLong.of(136), OptionalLong.of(-1), Optional.of("rw")))
                .hasToString("c 136:* rw");
        assertThatThrownBy(() -> DeviceRule.of(true, "c", OptionalLong.of(1), OptionalLong.of(3), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
