package com.tripsage.gateway.firstrun;

import java.io.PrintStream;
import java.time.Instant;
import java.util.regex.Pattern;

/** Prints a token for somebody who tries out a gateway with a private PostgreSQL: {@code token bob@example.com}. */
public final class TokenCommand {

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");

    private final DataFolder folder;

    private final PrintStream out;

    private final PrintStream err;

    TokenCommand(DataFolder folder, PrintStream out, PrintStream err) {
        this.folder = folder;
        this.out = out;
        this.err = err;
    }

    /** The command on the data folder that the environment names, as the gateway itself would find it. */
    public static TokenCommand fromEnvironment() {
        String configured = System.getenv().getOrDefault("GATEWAY_EMBEDDED_DATA", DataFolder.DEFAULT);
        return new TokenCommand(
                DataFolder.at(System.getProperty("gateway.embedded.data", configured)), System.out, System.err);
    }

    /** The exit code for the arguments, of which the first is the command's own name. */
    public int run(String... arguments) {
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
