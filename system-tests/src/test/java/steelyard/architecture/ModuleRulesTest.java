package steelyard.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who may import whom: {@code docs/architecture.md}. */
class ModuleRulesTest {
    /** Modules whose public types are there for the project alone, so that each must have a user in it. */
    private static final Set<String> NOT_LIBRARIES =
        Set.of("matching-engine", "risk-engine", "exchange", "oracle-feed", "history", "admin");
    private static final Set<String> NOT_IMPORTABLE = Set.of("bench", "system-tests");

    @Test
    void shouldSeeEveryModule() {
        final Set<String> expected = new TreeSet<>(Modules.listed());
        expected.removeAll(NOT_IMPORTABLE);
        assertEquals(
            expected, Modules.imported(), "a module of the root's pom.xml is no dependency in system-tests/pom.xml");
    }

    @Test
    void shouldHaveARuleForEveryModule() {
        for (final String module : Modules.listed()) {
            assertTrue(Modules.isKnown(module), () -> "say what " + module + " may import");
        }
    }

    @Test
    void shouldImportOnlyAllowedModules() {
        classes().should(importOnlyAllowedModules()).check(Modules.CLASSES);
    }

    @Test
    void shouldKeepFrameworksInTheirModules() {
        confine("io.netty..", Set.of("gateway-ws", "gateway-fixp", "admin", "server", "client"));
        confine("io.aeron..", Set.of("server"));
        confine("com.lmax.disruptor..", Set.of("server"));
        confine("org.sqlite..", Set.of("history"));
        confine("java.sql..", Set.of("history"));
    }

    @Test
    void shouldBePublicOnlyWhereNeeded() {
        assertEquals(Set.of(), PublicTypes.unneeded(Modules.CLASSES).stream()
            .filter(type -> NOT_LIBRARIES.contains(Modules.of(type))).collect(toSet()));
    }

    @Test
    void shouldFindTypesThatNeedNotBePublic() {
        final JavaClasses alone = new ClassFileImporter().importPackages("steelyard.model", "steelyard.risk.margin");
        final Set<String> unneeded =
            PublicTypes.unneeded(alone).stream().map(JavaClass::getSimpleName).collect(toSet());
        assertTrue(unneeded.contains("CrossMargin"), unneeded::toString);
        assertFalse(unneeded.contains("MarketSpec"), unneeded::toString);
    }

    @Test
    void shouldNameTypesByWhatTheyAre() {
        noClasses()
            .should().haveSimpleNameEndingWith("Manager")
            .orShould().haveSimpleNameEndingWith("Helper")
            .orShould().haveSimpleNameEndingWith("Util")
            .orShould().haveSimpleNameEndingWith("Utils")
            .orShould().haveSimpleNameEndingWith("Impl")
            .check(Modules.CLASSES);
    }

    private static void confine(final String packages, final Set<String> modules) {
        final DescribedPredicate<JavaClass> elsewhere =
            DescribedPredicate.describe("are not in " + modules, type -> !modules.contains(Modules.of(type)));
        noClasses().that(elsewhere).should().dependOnClassesThat().resideInAPackage(packages)
            .allowEmptyShould(true).check(Modules.CLASSES);
    }

    private static ArchCondition<JavaClass> importOnlyAllowedModules() {
        return new ArchCondition<>("import only modules that theirs may import") {
            @Override
            public void check(final JavaClass javaClass, final ConditionEvents events) {
                for (final Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
                    final JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (Modules.CLASSES.contain(target.getName())
                        && !Modules.mayImport(Modules.of(javaClass), Modules.of(target))) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }
}
