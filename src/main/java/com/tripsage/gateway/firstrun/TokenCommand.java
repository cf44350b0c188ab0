package com.tripsage.gateway.firstrun;

import java.io.PrintStream;
import java.time.Instant;
import java.util.regex.Pattern;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;

/**
 * The command {@code token bob@example.com}, which prints a token for somebody who tries out a gateway with a private PostgreSQL,
 * instead of starting one.
 */
class TokenCommand implements EnvironmentPostProcessor {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String[] words = StringUtils.commaDelimitedListToStringArray(
                environment.getProperty(CommandLinePropertySource.DEFAULT_NON_OPTION_ARGS_PROPERTY_NAME));
        if (words.length > 0 && words[0].equals("token")) {
            System.exit(run(DataFolder.of(environment), System.out, System.err, words));
        }
    }

    /** The exit code for the arguments, of which the first is the command's own name. */
    static int run(DataFolder folder, PrintStream out, PrintStream err, String... arguments) {
        if (arguments.length != 2 || !EMAIL.matcher(arguments[1]).matches()) {
            err.println("Whose token? Give one e-mail address: token bob@example.com");
            return 1;
        }
        String secret = folder.existingJwtSecret();
        if (secret == null) {
            err.printf(
                    "There is no gateway's data in %s yet: start the gateway once, or set GATEWAY_EMBEDDED_DATA to its folder.%n",
                    folder.path());
            return 1;
        }
        out.println(Person.of(arguments[1]).token(secret, Instant.now()));
        return 0;
    }
}
