package com.tripsage.gateway;

import com.tripsage.gateway.command.Commands;
import java.io.PrintStream;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** A command of the jar, run in the tests' JVM, whose log goes on as before. */
public final class CommandRun {

    private CommandRun() {}

    /** The exit code. */
    public static int of(PrintStream out, String... arguments) {
        try {
            return Commands.run(GatewayApplication.class, out, out, arguments);
        } finally {
            LoggingSystem.get(CommandRun.class.getClassLoader())
                    .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
        }
    }
}
