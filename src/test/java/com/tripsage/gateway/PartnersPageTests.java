package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/partners.md shows. */
class PartnersPageTests extends OneTraveller {

    @Test
    void works(@TempDir Path folder) throws Exception {
        assertThat(ShellPage.run("partners.md", folder, port, ada))
                .contains("\"createTrip\":{\"trip\":{")
                .contains("\"kind\":\"SUBSCRIBED\"")
                .contains("\"scope\":\"memories:read\"")
                .contains("\"revokedAt\":\"2")
                .contains("\"erasedId\":\"" + ada.id() + "\",\"isComplete\":true")
                .doesNotContain("GRAPHQL_VALIDATION_FAILED", "UNAUTHENTICATED", "INTERNAL", "BAD_USER_INPUT");
    }
}
