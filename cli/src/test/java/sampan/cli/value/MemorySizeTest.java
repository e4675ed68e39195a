package sampan.cli.value;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.cli.value.Parsing.assertRefused;

import org.junit.jupiter.api.Test;
import sampan.cli.flag.InvalidValue;

final class MemorySizeTest {
    @Test
    void unitsArePowersOf1024() throws InvalidValue {
        assertThat(MemorySize.parse("0")).isZero();
        assertThat(MemorySize.parse("32")).isEqualTo(32);
        assertThat(MemorySize.parse("32b")).isEqualTo(32);
        assertThat(MemorySize.parse("1k")).isEqualTo(1024);
        assertThat(MemorySize.parse("1kB")).isEqualTo(1024);
        assertThat(MemorySize.parse("1KiB")).isEqualTo(1024);
        assertThat(MemorySize.parse("1.5g")).isEqualTo(3L << 29);
        assertThat(MemorySize.parse("2 GiB")).isEqualTo(2L << 30);
        assertThat(MemorySize.parse("1t")).isEqualTo(1L << 40);
        assertThat(MemorySize.parse("1p")).isEqualTo(1L << 50);
    }

    @Test
    void minusOneIsUnlimitedWhereThatExists() throws InvalidValue {
        assertThat(MemorySize.orUnlimited("-1")).isEqualTo(-1);
        assertThat(MemorySize.orUnlimited("1m")).isEqualTo(1 << 20);
    }

    @Test
    void refusesWhatIsNoSize() {
        assertRefused(MemorySize::parse, "", "invalid size: ''");
        assertRefused(MemorySize::parse, "xx", "invalid size: 'xx'");
        assertRefused(MemorySize::parse, "-1", "invalid size: '-1'");
        assertRefused(MemorySize::parse, "1x", "invalid suffix: 'x'");
        assertRefused(MemorySize::parse, "1kbb", "invalid suffix: 'kbb'");
        assertRefused(MemorySize::parse, "1bb", "invalid suffix: 'bb'");
        assertRefused(MemorySize::parse, " ", "strconv.ParseFloat: parsing \"\": invalid syntax");
        assertRefused(MemorySize::parse, ".", "strconv.ParseFloat: parsing \".\": invalid syntax");
        assertRefused(MemorySize::parse, "1.2.3", "strconv.ParseFloat: parsing \"1.2.3\": invalid syntax");
        assertRefused(MemorySize::parse, "99999999999999999999", "invalid size: '99999999999999999999'");
        assertRefused(MemorySize::parse, "99999p", "invalid size: '99999p'");
        assertRefused(MemorySize::parse, "٣m", "invalid size: '٣m'");
    }
}
