package com.tripsage.gateway.firstrun;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DebianPackagesTests {

    @Test
    void knowsHowMuchAptIsAboutToFetch() {
        String listed = """
                Reading package lists...
                'http://mirror.test/debian/pool/main/i/icu/libicu76_76.1-4_amd64.deb' libicu76_76.1-4_amd64.deb 9722072 SHA256:c1bf76
                'http://mirror.test/debian/pool/main/p/postgresql-17/postgresql-17_17.12-0%2bdeb13u1_amd64.deb' postgresql-17_17.12-0+deb13u1_amd64.deb 16760112 SHA256:72443d
                """;

        assertThat(DebianPackages.size(listed)).isEqualTo(26_482_184);
    }
}
