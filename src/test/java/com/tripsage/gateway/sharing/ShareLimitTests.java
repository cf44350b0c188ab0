package com.tripsage.gateway.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Nobody finds out whose addresses are known by asking for them one by one, or shares with everybody. */
@DirtiesContext
@TestPropertySource(properties = {"gateway.quota.shares-per-hour=5", "gateway.quota.shares-per-address-and-hour=8"})
class ShareLimitTests extends RunningGateway {

    /** Fails after the trip was shared, so that nothing is stored. */
    private static final String GUESS = """
            mutation ($trip: ID!, $email: String!, $none: ID!) {
              shareTrip(input: { tripId: $trip, userEmail: $email, role: VIEWER }) { trip { members { user { id } } } }
              deleteTrip(id: $none) { deletedId }
            }""";

    private Wire.Answer guess(Traveller by, UUID trip, String email) {
        return Wire.of(port, by).send(GUESS, Map.of("trip", trip, "email", email, "none", UUID.randomUUID()));
    }

    private Wire.Answer share(Traveller by, UUID trip, String email) {
        return Wire.of(port, by).send(InvitationTests.SHARE, Map.of("trip", trip, "email", email, "role", "VIEWER"));
    }

    private static String address() {
        return UUID.randomUUID() + "@example.com";
    }

    @Test
    void countsGuessesThoughNothingIsStored() {
        Traveller guesser = Traveller.known(port);
        UUID trip = guesser.createTrip("Oslo");
        for (int i = 0; i < 5; i++) {
            guess(guesser, trip, address()).isRefused("NOT_FOUND");
        }

        Wire.Answer refused = guess(guesser, trip, address());

        refused.isRefused("RATE_LIMITED");
        assertThat(refused.json().at("/errors/0/extensions/retryAfterMs").asLong())
                .isBetween(600_000L, 720_000L);
        share(guesser, trip, address()).isRefused("RATE_LIMITED");
        share(Traveller.known(port), trip, address()).isRefused("NOT_FOUND");
    }

    @Test
    void countsEachShareOfADocument() {
        Traveller owner = Traveller.known(port);
        UUID trip = owner.createTrip("Oslo");
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            fields.append(" s%d: shareTrip(input: { tripId: $trip, userEmail: \"%s\", role: VIEWER }) { trip { id } }"
                    .formatted(i, address()));
        }

        Wire.of(port, owner)
                .send("mutation ($trip: ID!) {" + fields + "}", Map.of("trip", trip))
                .isRefused("RATE_LIMITED");
        assertThat(Wire.of(port, owner)
                        .send("query ($id: ID!) { trip(id: $id) { invitations { id } } }", Map.of("id", trip))
                        .at("/trip/invitations"))
                .isEqualTo("[]");
    }

    @Test
    void countsWhatIsPushedToOneAddress() {
        Traveller victim = Traveller.known(port);
        for (int i = 0; i < 8; i++) {
            Traveller pusher = Traveller.known(port);
            share(
                            pusher,
                            pusher.createTrip("T" + i),
                            i % 2 == 0 ? victim.email() : " " + victim.email().toUpperCase(java.util.Locale.ROOT))
                    .at("/shareTrip");
        }
        Traveller last = Traveller.known(port);

        share(last, last.createTrip("T"), victim.email()).isRefused("RATE_LIMITED");
        share(last, last.createTrip("T"), address()).at("/shareTrip");
    }

    @Test
    void doesNotCountWhatIsNoAddressOrNoShare() {
        Traveller owner = Traveller.known(port);
        UUID trip = owner.createTrip("Oslo");
        for (int i = 0; i < 10; i++) {
            share(owner, trip, "").blames("input.userEmail");
        }

        share(owner, trip, address()).at("/shareTrip");
    }
}
