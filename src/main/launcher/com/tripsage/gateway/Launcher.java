package com.tripsage.gateway;

/** The first class of the jar, which older Java reads too, and can say what is missing. */
public final class Launcher {

    private static final int NEEDED = 25;

    private Launcher() {}

    public static void main(String[] args) {
        String version = System.getProperty("java.specification.version");
        if (version.startsWith("1.") || Integer.parseInt(version) < NEEDED) {
            System.err.println("The TripSage gateway needs JDK " + NEEDED + " or newer, and this is Java " + version
                    + " (" + System.getProperty("java.home") + "): start it with another java.");
            System.exit(1);
        }
        GatewayApplication.main(args);
    }
}
