package com.tripsage.gateway;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** A calendar program that reads with ical.js, on Node. Skipped where Node or npm is missing. */
class CalendarClientTests extends RunningGateway {

    @Test
    void aProgramReadsTheTimesThatClocksShow() {
        NodeScripts.install();
        NodeScripts.run("calendar.mjs", port, Traveller.known(port).token(), Map.of());
    }
}
