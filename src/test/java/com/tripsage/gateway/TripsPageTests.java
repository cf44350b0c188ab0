package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/trips.md shows. */
class TripsPageTests extends OneTraveller {

    @Test
    void works(@TempDir Path folder) throws Exception {
        assertThat(ShellPage.run("trips.md", folder, port, ada))
                .contains("\"seat\":\"21, 62\",\"version\":2")
                .contains("\"kind\":\"NIGHT_WITHOUT_BED\",\"firstDay\":\"2027-05-01\",\"lastDay\":\"2027-05-03\"")
                .contains("\"upNext\":[{\"moment\":\"BEGINS\"")
                .contains("\"totalCount\":1,\"nodes\":[{\"title\":\"Portugal by train\"}]")
                .doesNotContain("\"errors\"");
    }
}
