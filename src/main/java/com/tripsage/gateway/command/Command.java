package com.tripsage.gateway.command;

import java.io.PrintStream;
import java.util.List;

/**
 * A command of the jar: {@code java -jar gateway.jar <name> <arguments>}. It is a bean by that name, of its feature, among beans that are
 * made as they are needed, of which none has begun to work in the background.
 */
@FunctionalInterface
public interface Command {

    /** The exit code of a command that was not understood. */
    int MISUSED = 2;

    /**
     * Does it, and returns the exit code.
     *
     * @param arguments what follows the name, without {@code --settings}
     */
    int run(List<String> arguments, PrintStream out) throws Exception;
}
