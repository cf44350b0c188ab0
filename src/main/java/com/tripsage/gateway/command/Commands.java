package com.tripsage.gateway.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/** The commands, run with the settings of a gateway that serves, but without its server and its work in the background. */
public final class Commands {

    /** The command that migrates, and the only one with Flyway. */
    public static final String MIGRATE = "migrate";

    private static final List<String> SETTINGS = List.of(
            "--spring.main.lazy-initialization=true",
            "--spring.main.banner-mode=off",
            "--spring.main.log-startup-info=false",
            "--logging.level.root=warn",
            // which migration is being run
            "--logging.level.org.flywaydb.core.internal.command.DbMigrate=info");

    private Commands() {}

    /** Whether the arguments name a command, rather than nothing but settings. */
    public static boolean isOne(String... arguments) {
        return words(arguments).findAny().isPresent();
    }

    /** Runs the command, and returns the exit code. */
    public static int run(Class<?> application, PrintStream out, PrintStream err, String... arguments) {
        List<String> words = words(arguments).toList();
        String name = words.getFirst();
        String[] all = Stream.concat(Stream.of(arguments), SETTINGS.stream()).toArray(String[]::new);
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .initializers(Commands::startNothing, name.equals(MIGRATE) ? Commands::migrates : Commands::migratesNot)
                .run(all)) {
            List<String> names = Stream.of(context.getBeanNamesForType(Command.class))
                    .sorted()
                    .toList();
            if (!names.contains(name)) {
                err.printf("There is no command %s, but %s.%n", name, String.join(", ", names));
                return Command.MISUSED;
            }
            try {
                return context.getBean(name, Command.class).run(words.subList(1, words.size()), out);
            } catch (Exception e) {
                err.println(sentence(context, e));
                return 1;
            }
        } catch (RuntimeException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    /** The sentence that a gateway would end its start with, where there is one for this failure. */
    private static String sentence(ConfigurableApplicationContext context, Exception failure) {
        var parts = ArgumentResolver.of(BeanFactory.class, context.getBeanFactory())
                .and(Environment.class, context.getEnvironment());
        return SpringFactoriesLoader.forDefaultResourceLocation().load(FailureAnalyzer.class, parts).stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .map(FailureAnalysis::getDescription)
                .findFirst()
                .orElseGet(() -> String.valueOf(failure.getMessage()));
    }

    private static void startNothing(ConfigurableApplicationContext context) {
        context.getBeanFactory()
                .registerSingleton(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, new NothingStarts());
    }

    /** Only what the command needs is made, not even what Spring Boot excepts: most of it connects to a database that is migrated. */
    private static void migrates(ConfigurableApplicationContext context) {
        enableFlyway(context, true);
        context.addBeanFactoryPostProcessor(beans -> Stream.of(beans.getBeanDefinitionNames())
                .map(beans::getBeanDefinition)
                .forEach(bean -> bean.setLazyInit(true)));
    }

    private static void migratesNot(ConfigurableApplicationContext context) {
        enableFlyway(context, false);
    }

    /** Whatever the gateways' setting says: who gives a command knows what it is for. */
    private static void enableFlyway(ConfigurableApplicationContext context, boolean enabled) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("command", Map.of("spring.flyway.enabled", enabled)));
    }

    private static Stream<String> words(String... arguments) {
        return Stream.of(arguments).filter(argument -> !argument.startsWith("--"));
    }

    private static final class NothingStarts extends DefaultLifecycleProcessor {

        @Override
        public void onRefresh() {
            // no server, and no worker
        }

        @Override
        public void onClose() {
            // and so there is none to stop
        }
    }
}
