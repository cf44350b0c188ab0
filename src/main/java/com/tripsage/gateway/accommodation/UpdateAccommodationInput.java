package com.tripsage.gateway.accommodation;

import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.Money;
import com.tripsage.gateway.value.MoneyInput;
import com.tripsage.gateway.value.NotBlank;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;

@OneCurrency
record UpdateAccommodationInput(
        UUID id,
        @Nullable Integer expectedVersion,
        ArgumentValue<@NotNull @NotBlank @CodePointLength(max = 255) String> name,
        ArgumentValue<@CodePointLength(max = 50) String> type,
        ArgumentValue<@CodePointLength(max = 10_000) String> address,
        ArgumentValue<@Valid CoordinatesInput> coordinates,
        ArgumentValue<LocalDate> checkInDate,
        ArgumentValue<LocalDate> checkOutDate,
        ArgumentValue<@Valid MoneyInput> pricePerNight,
        ArgumentValue<@Valid MoneyInput> totalPrice,
        ArgumentValue<@CodePointLength(max = 100) String> bookingReference,
        ArgumentValue<Json> amenities,
        ArgumentValue<Json> ratings,
        ArgumentValue<@NotNull BookingStatus> status,
        ArgumentValue<Json> rawData)
        implements Prices {

    @Override
    public @Nullable MoneyInput nightly() {
        return pricePerNight.value();
    }

    @Override
    public @Nullable MoneyInput total() {
        return totalPrice.value();
    }

    /** Whether one price is given and the other one stays, which then has to be in the same currency. */
    boolean changesOnePrice() {
        return (nightly() != null && totalPrice.isOmitted()) || (total() != null && pricePerNight.isOmitted());
    }

    void checkCurrency(Accommodation stored) {
        check("input.pricePerNight", nightly(), stored.totalPrice());
        check("input.totalPrice", total(), stored.pricePerNight());
    }

    private static void check(String path, @Nullable MoneyInput changed, @Nullable Money kept) {
        if (changed != null
                && changed.currency() != null
                && kept != null
                && !changed.currency().equals(kept.currency())) {
            throw Refusal.invalid(path, "must be in the currency of the other price, " + kept.currency());
        }
    }
}
