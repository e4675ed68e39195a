package sampan.core.container.state;

import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Makes up names for containers whose creator gave none: a manner and a seafarer, explorer or scientist. */
public final class NameGenerator {
    private static final List<String> MANNERS = """
            able agile airy alert amber amiable ample apt ardent astute avid balmy blithe bold bonny brave breezy bright brisk
            buoyant calm candid careful cheerful civil clean clear clever cool cordial cosmic courtly crisp curious dapper
            daring deft direct driven eager early earnest easy epic even exact fair famous fearless fine firm fluent fond
            frank free fresh friendly gallant gentle genuine giving glad gleaming golden good graceful grand grateful great
            hale handy happy hardy hearty helpful honest hopeful humble ideal jolly jovial joyful just keen kind known large
            lasting lawful light lively loyal lucid lucky mellow merry mighty mild modest neat nimble noble novel open
            orderly patient peaceful placid plain playful plucky polite proud prudent pure quick quiet rapid rare ready
            refined regal robust rosy safe sage serene sharp shining silent silver sincere sleek smart smooth snug sober
            solid sound spry stable steady stellar still strong sturdy subtle sunny sure swift tactful tender thankful tidy
            tireless tranquil true trusty upbeat upright valiant vast vivid warm wary wise witty worthy young zesty
            """.strip()
            .lines()
            .flatMap(line -> List.of(line.split(" ", -1)).stream())
            .toList();

    private static final List<String> PEOPLE = """
            abel airy amundsen anning archimedes aristotle armstrong babbage baffin banks bardeen barents barth battuta
            bering bernoulli bode bohr boole bougainville boyle brahe cabot cabral cartier cassini cauchy champlain chang
            chandra clarke cook copernicus cousteau crick curie dalton darwin davis descartes dias dijkstra dirac drake
            earhart eannes einstein elcano erikson euclid euler faraday fermat fermi feynman fleming flinders fourier
            franklin frobisher gagarin galileo galois gauss germain goddard goodall hahn halley hamilton hawking heisenberg
            henson herschel hertz hillary hipparchus hodgkin hooke hopper hubble hudson humboldt huygens hypatia jansz
            jemison joliot kepler kingsley kovalevskaya lagrange lamarr laplace lavoisier leeuwenhoek leibniz liang linnaeus
            lovelace magellan maxwell mayer mcclintock meitner mendel mercator mirzakhani nansen napier newton nightingale
            nobel noether oersted ohm oresme parry pascal pasteur pauling peary piccard planck polo ptolemy pythagoras
            ramanujan ride riemann ritchie rossby rutherford sacagawea sagan scott shackleton shannon shepard somerville
            stark stokes tasman tereshkova tesla thales torricelli torres tupaia turing vespucci volta wallace watt weddell
            wegener wilkes wu yalow zheng
            """.strip()
            .lines()
            .flatMap(line -> List.of(line.split(" ", -1)).stream())
            .toList();

    private static final int ATTEMPTS = 8;

    private final RandomGenerator random;

    public NameGenerator(RandomGenerator random) {
        this.random = random;
    }

    /** A name that is not taken; a number is appended when chance finds none without. */
    public String next(Predicate<String> taken) {
        String name = pair();
        for (int i = 0; i < ATTEMPTS && taken.test(name); i++) {
            name = pair();
        }
        String free = name;
        for (int number = 1; taken.test(free); number++) {
            free = name + number;
        }
        return free;
    }

    private String pair() {
        return MANNERS.get(random.nextInt(MANNERS.size())) + "_" + PEOPLE.get(random.nextInt(PEOPLE.size()));
    }
}
