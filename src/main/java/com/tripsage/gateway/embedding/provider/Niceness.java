package com.tripsage.gateway.embedding.provider;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The place of a thread behind all others of the machine, where the operating system gives single threads one: Linux does. */
final class Niceness {

    /** PRIO_PROCESS, which on Linux is a thread. */
    private static final int OF_A_THREAD = 0;

    private static final int THE_CALLING_ONE = 0;
    private static final int LAST = 19;

    private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);

    private Niceness() {}

    /** Runs what the thread is for, last of all. A thread of a platform that has no such places runs as others do. */
    static Runnable last(Runnable work) {
        return () -> {
            if (System.getProperty("os.name").equals("Linux")) {
                goLast();
            }
            work.run();
        };
    }

    @SuppressWarnings("restricted") // one of the system's own functions, with numbers only
    private static void goLast() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> function = linker.defaultLookup().find("setpriority");
        if (function.isPresent()) {
            var descriptor = FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
            try {
                int refused = (int)
                        linker.downcallHandle(function.get(), descriptor).invoke(OF_A_THREAD, THE_CALLING_ONE, LAST);
                if (refused != 0) {
                    LOG.debug("The priority of a thread stays as it was");
                }
            } catch (Throwable e) {
                throw new IllegalStateException("The priority of a thread could not be set", e);
            }
        }
    }
}
