package com.tripsage.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimedScopesTests {

    @Test
    void areAllWithoutTheClaim() {
        assertThat(ClaimedScopes.of(Map.of("sub", "x"))).isEqualTo(Scopes.ALL);
        assertThat(Scopes.ALL.names()).hasSize(8).contains("trips:read", "account:write");
    }

    @Test
    void areThoseOfTheClaim() {
        assertThat(ofScope("openid  trips:read\tchat:write trips:read").names())
                .containsExactly("trips:read", "chat:read", "chat:write");
        assertThat(ofScope(List.of("memories:read")).names()).containsExactly("memories:read");
        assertThat(ClaimedScopes.of(Map.of("scp", "trips:read")).names()).containsExactly("trips:read");
        assertThat(ClaimedScopes.of(Map.of("scp", List.of("trips:write", "x"))).names())
                .containsExactly("trips:read", "trips:write");
    }

    @Test
    void areThoseOfScopeWhereBothAreThere() {
        assertThat(ClaimedScopes.of(Map.of("scope", "trips:read", "scp", "chat:read"))
                        .names())
                .containsExactly("trips:read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openid profile email", "openid", "email openid offline_access"})
    void areAllOfASignIn(String claim) {
        assertThat(ofScope(claim)).isEqualTo(Scopes.ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "openid read:orders", "trips:delete", "Trips:Read", "trips", "*", "all"})
    void areNoneWhereTheClaimSaysSomethingElse(String claim) {
        assertThat(ofScope(claim)).isEqualTo(Scopes.NONE);
    }

    @Test
    void areNoneWhereTheClaimSaysNothing() {
        assertThat(ofScope(List.of())).isEqualTo(Scopes.NONE);
        assertThat(ofScope(7)).isEqualTo(Scopes.NONE);
        assertThat(ofScope(Map.of("trips:read", true))).isEqualTo(Scopes.NONE);
    }

    private static Scopes ofScope(Object claim) {
        return ClaimedScopes.of(Map.of("scope", claim));
    }
}
