package com.tripsage.gateway.command;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;

/** The commands, run with the settings of a gateway that serves, but without its server and its work in the background. */
public final class Commands {

    private static final int MISUSED = 2;

    private static final List<String> SETTINGS = List.of(
            "--spring.main.lazy-initialization=true",
            "--spring.main.banner-mode=off",
            "--spring.main.log-startup-info=false",
            // the gateways migrate
            "--spring.flyway.enabled=false",
            "--logging.level.root=warn");

    private Commands() {}

    /** Whether the arguments name a command, rather than nothing but settings. */
    public static boolean isOne(String... arguments) {
        return words(arguments).findAny().isPresent();
    }

    /** Runs the command, and returns the exit code. */
    public static int run(Class<?> application, PrintStream out, PrintStream err, String... arguments) {
        String[] all = Stream.concat(Stream.of(arguments), SETTINGS.stream()).toArray(String[]::new);
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .initializers(Commands::startNothing)
                .run(all)) {
            List<String> words = words(arguments).toList();
            List<Command> commands =
                    context.getBeanProvider(Command.class).stream().toList();
            for (Command command : commands) {
                if (command.name().equals(words.getFirst())) {
                    return command.work().run(words.subList(1, words.size()), out);
                }
            }
            err.printf(
                    "There is no command %s, but %s.%n",
                    words.getFirst(),
                    commands.stream().map(Command::name).sorted().collect(Collectors.joining(", ")));
            return MISUSED;
        } catch (Exception e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private static void startNothing(ConfigurableApplicationContext context) {
        context.getBeanFactory()
                .registerSingleton(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, new NothingStarts());
    }

    private static Stream<String> words(String... arguments) {
        return Stream.of(arguments).filter(argument -> !argument.startsWith("--"));
    }

    private static final class NothingStarts extends DefaultLifecycleProcessor {

        @Override
        public void onRefresh() {
            // no server, and no worker
        }
    }
}
