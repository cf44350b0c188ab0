package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/trips.md shows. */
class TripsPageTests extends OneTraveller {

    @Test
    void works(@TempDir Path folder) throws Exception {
        assertThat(ShellPage.run("trips.md", folder, port, ada)).doesNotContain("\"errors\"");
    }
}
