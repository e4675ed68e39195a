package sampan.cli.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import sampan.cli.flag.InvalidValue;
import sampan.cli.ink.Ink;

final class ListingTest {
    private record Ship(String name, String port) {}

    private static final Listing<Ship> SHIPS = new Listing<>(
            List.of(new Column<>("Name", "SHIP NAME", Ship::name), new Column<>("Port", "PORT", Ship::port)),
            List.of("Name", "Port"));
    private static final List<Ship> TWO = List.of(new Ship("Cutty Sark", "Greenwich"), new Ship("Äbc", ""));

    @Test
    void linesUpATable() throws InvalidValue {
        assertThat(SHIPS.render(TWO, "")).isEqualTo("""
                SHIP NAME    PORT
                Cutty Sark   Greenwich
                Äbc         \s
                """);
        assertThat(SHIPS.render(List.of(), "table")).isEqualTo("SHIP NAME   PORT\n");
    }

    @Test
    void takesTemplates() throws InvalidValue {
        assertThat(SHIPS.render(TWO, "{{.Name}}: {{ .Port }}")).isEqualTo("Cutty Sark: Greenwich\nÄbc: \n");
        assertThat(SHIPS.render(TWO, "table {{.Port}}\\t{{.Name}}"))
                .startsWith("PORT        SHIP NAME\nGreenwich   Cutty Sark\n");
        assertThat(SHIPS.render(TWO, "{{json .}}")).startsWith("{\"Name\":\"Cutty Sark\",\"Port\":\"Greenwich\"}\n");
        assertThat(SHIPS.render(TWO, "json")).isEqualTo(SHIPS.render(TWO, "{{json .}}"));
    }

    @Test
    void tellsWhatIsWrongWithATemplate() {
        assertThatThrownBy(() -> SHIPS.render(TWO, "{{.Nome}}"))
                .isInstanceOf(InvalidValue.class)
                .hasMessage("template parsing error: template: :1:2: executing \"\" at <.Nome>: "
                        + "can't evaluate field Nome in type *formatter.Context");
        assertThatThrownBy(() -> SHIPS.render(TWO, "{{.Name"))
                .hasMessage("template parsing error: template: :1: unclosed action");
        assertThatThrownBy(() -> SHIPS.triedFirst(java.util.Map.of("Port", "-")).render(List.of(), "{{.Nome}}"))
                .hasMessageStartingWith("failed to execute template: ");
    }

    @Test
    void looksUpLabelsAndTitlesTheirColumns() throws InvalidValue {
        Listing<Ship> labelled = SHIPS.lookup("Label", (ship, name) -> ship.name() + "/" + name);
        assertThat(labelled.render(List.of(TWO.getLast()), "table {{.Label \"com.x-y\"}}\\t{{upper .Port}}|"))
                .isEqualTo("x y           PORT|\nÄbc/com.x-y   |\n");
    }

    @Test
    void linesUpOnlyLinesThatFollowEachOther() {
        assertThat(Table.align("a\tb\nlonger than ten\nc\td\te\nf\tg\n", Medium.FILE))
                .isEqualTo("a         b\nlonger than ten\nc         d         e\nf         g\n");
        assertThat(Table.align("船\tb\nlonger than ten\tc", Medium.terminal(80, false)))
                .isEqualTo("船                b\nlonger than ten   c");
    }

    private static final Listing<Ship> FLEET = new Listing<>(
            List.of(
                    new Column<>("Name", "NAME", Ship::name).shrinking(),
                    new Column<Ship>("Flag", "FLAG", _ -> "").shrinking(),
                    new Column<>("Port", "PORT", Ship::port).inked(_ -> Ink.GOOD)),
            List.of("Name", "Flag", "Port"));
    private static final List<Ship> ONE = List.of(new Ship("\"a ship with a long 船 name\"", "Greenwich"));

    @Test
    void shortensOnATerminalWhatMayBeShortened() throws InvalidValue {
        assertThat(FLEET.render(ONE, "", Medium.terminal(60, false))).isEqualTo("""
                NAME                           FLAG      PORT
                "a ship with a long 船 name"             Greenwich
                """);
        assertThat(FLEET.render(ONE, "", Medium.terminal(45, false))).isEqualTo("""
                NAME                           PORT
                "a ship with a long 船 name"   Greenwich
                """);
        assertThat(FLEET.render(ONE, "", Medium.terminal(30, false))).isEqualTo("""
                NAME                 PORT
                "a ship with a lo…"  Greenwich
                """);
        assertThat(FLEET.render(ONE, "", Medium.terminal(5, false))).contains("\"a shi…\"  Greenwich");
        assertThat(FLEET.render(ONE, "table {{.Name}}", Medium.terminal(5, false)))
                .contains("with a long 船 name");
        assertThat(FLEET.render(ONE, "")).contains("with a long 船 name");
    }

    @Test
    void leavesOutWhatCanBeSparedWhenNothingElseHelps() throws InvalidValue {
        Listing<Ship> ships = new Listing<>(
                List.of(
                        new Column<Ship>("Name", "NAME", Ship::name).dispensable(),
                        new Column<Ship>("Port", "PORT", Ship::port).shrinking(5),
                        new Column<>("Home", "HOME", Ship::port)),
                List.of("Name", "Port", "Home"));
        assertThat(ships.render(ONE, "", Medium.terminal(26, false))).isEqualTo("""
                NAME      PORT   HOME
                "a shi…"  Gree…  Greenwich
                """);
        assertThat(ships.render(ONE, "", Medium.terminal(25, false))).isEqualTo("""
                PORT        HOME
                Greenwich   Greenwich
                """);
    }

    @Test
    void coloursTitlesAndCellsOfTheUsualTable() throws InvalidValue {
        assertThat(FLEET.render(ONE, "", Medium.terminal(0, true)))
                .contains("\033[1mPORT\033[0m\n", "\033[32mGreenwich\033[0m\n");
        assertThat(FLEET.render(ONE, "{{.Port}}", Medium.terminal(0, true))).isEqualTo("Greenwich\n");
    }

    @Test
    void tellsSizesWithThreeDigits() {
        assertThat(Sizes.decimal(0)).isEqualTo("0B");
        assertThat(Sizes.decimal(999)).isEqualTo("999B");
        assertThat(Sizes.decimal(4_264_000)).isEqualTo("4.26MB");
        assertThat(Sizes.decimal(170_400_000)).isEqualTo("170MB");
        assertThat(Sizes.decimal(1_050_000_000)).isEqualTo("1.05GB");
        assertThat(Sizes.binary(8L << 30)).isEqualTo("8GiB");
    }
}
