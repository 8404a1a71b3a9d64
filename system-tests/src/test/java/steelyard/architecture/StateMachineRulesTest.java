package steelyard.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.agrona.collections.Long2LongHashMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StateMachineRulesTest {
    @TestFactory
    Stream<DynamicTest> shouldHold() {
        final Map<String, ArchRule> rules = StateMachineRules.over(
            describe("are in the state machine", type -> Modules.STATE_MACHINE.contains(Modules.of(type))));
        return rules.entrySet().stream()
            .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(Modules.CLASSES)));
    }

    static Stream<Arguments> offenders() {
        return Stream.of(
            Arguments.of(Innocent.class, Set.of()),
            Arguments.of(Clock.class, Set.of("system")),
            Arguments.of(Calendar.class, Set.of("libraries")),
            Arguments.of(Chance.class, Set.of("chance")),
            Arguments.of(MathChance.class, Set.of("system", "floating point arithmetic and locks")),
            Arguments.of(Threads.class, Set.of("threads")),
            Arguments.of(SynchronizedMethod.class, Set.of("synchronized")),
            Arguments.of(SynchronizedBlock.class, Set.of("floating point arithmetic and locks")),
            Arguments.of(Volatile.class, Set.of("volatile")),
            Arguments.of(HashWalk.class, Set.of("walks")),
            Arguments.of(AgronaWalk.class, Set.of("walks")),
            Arguments.of(Field.class, Set.of("floating point members")),
            Arguments.of(Parameter.class, Set.of("floating point members")),
            Arguments.of(Local.class, Set.of("floating point arithmetic and locks")),
            Arguments.of(Decimal.class, Set.of("libraries", "decimals")));
    }

    @ParameterizedTest
    @MethodSource("offenders")
    void shouldFindOffenders(final Class<?> offender, final Set<String> broken) {
        final Set<String> found = new TreeSet<>();
        StateMachineRules.over(equivalentTo(offender)).forEach((name, rule) -> {
            if (rule.evaluate(new ClassFileImporter().importClasses(offender)).hasViolation()) {
                found.add(name);
            }
        });
        assertEquals(new TreeSet<>(broken), found);
    }

    @ParameterizedTest
    @MethodSource("imports")
    void shouldKnowWhoMayImportWhom(final String module, final String imported, final boolean allowed) {
        assertEquals(allowed, Modules.mayImport(module, imported));
    }

    static Stream<Arguments> imports() {
        return Stream.of(
            Arguments.of("model", "model", true),
            Arguments.of("model", "protocol", false),
            Arguments.of("matching-engine", "risk-engine", false),
            Arguments.of("exchange", "matching-engine", true),
            Arguments.of("gateway-ws", "exchange", false),
            Arguments.of("server", "gateway-ws", true),
            Arguments.of("testkit", "server", false),
            Arguments.of("system-tests", "server", true),
            Arguments.of("unheard-of", "model", false));
    }

    static final class Innocent {
        private final Long2LongHashMap map = new Long2LongHashMap(16, 0.55f, -1);

        long look(final long key) {
            final long[] copy = new long[1];
            System.arraycopy(new long[] {key}, 0, copy, 0, 1);
            return Math.max(map.get(copy[0]), key);
        }
    }

    static final class Clock {
        long now() {
            return System.nanoTime();
        }
    }

    static final class Calendar {
        long now() {
            return Instant.now().getEpochSecond();
        }
    }

    static final class Chance {
        int roll() {
            return new Random(1).nextInt();
        }
    }

    static final class MathChance {
        boolean roll() {
            return Math.random() > 0.5;
        }
    }

    static final class Threads {
        void pause() {
            Thread.onSpinWait();
        }
    }

    static final class SynchronizedMethod {
        synchronized int one() {
            return 1;
        }
    }

    static final class SynchronizedBlock {
        int one() {
            synchronized (this) {
                return 1;
            }
        }
    }

    static final class Volatile {
        private volatile int one = 1;

        int one() {
            return one++;
        }
    }

    static final class HashWalk {
        private final Map<String, String> map = new HashMap<>();

        int size() {
            int size = 0;
            for (final String key : map.keySet()) {
                size += key.length();
            }
            return size;
        }
    }

    static final class AgronaWalk {
        private final Long2LongHashMap map = new Long2LongHashMap(0);

        void clear() {
            map.longForEach((key, value) -> map.put(key, 0));
        }
    }

    static final class Field {
        private double price;
    }

    interface Parameter {
        void price(float[] values);
    }

    static final class Local {
        long half(final long value) {
            final double half = value / 2.0;
            return (long) half;
        }
    }

    static final class Decimal {
        int scale(final Object value) {
            return ((BigDecimal) value).scale();
        }
    }
}
