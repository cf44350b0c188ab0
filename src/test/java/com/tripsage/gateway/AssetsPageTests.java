package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/assets.md shows. */
class AssetsPageTests extends OneTraveller {

    @Test
    void works(@TempDir Path folder) throws Exception {
        assertThat(ShellPage.run("assets.md", folder, port, ada))
                .contains("\"name\":\"note.txt\",\"contentType\":\"text/plain\",\"size\":18")
                .contains("Boarding\n")
                .contains("\"deletedId\":")
                .doesNotContain("errors");
    }
}
