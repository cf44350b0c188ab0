package com.tripsage.gateway.trip;

import com.tripsage.gateway.paging.Selection;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.Map;

/** A condition for trips with a stay or a booking not far from a point on the globe. */
record Nearby(
        @DecimalMin("-90") @DecimalMax("90") Double latitude,
        @DecimalMin("-180") @DecimalMax("180") Double longitude,
        @DecimalMin("0") @DecimalMax("20100") Double kilometres) {

    private static final String NEAR = """
            (exists (select from public.accommodations a
                      where a.trip_id = trips.id and a.status <> 'cancelled'
                        and gateway.kilometres(a.coordinates, point(:longitude, :latitude)) <= :kilometres)
             or exists (select from public.bookings b
                         where b.trip_id = trips.id and b.status <> 'cancelled'
                           and least(gateway.kilometres(b.from_coordinates, point(:longitude, :latitude)),
                                     gateway.kilometres(b.to_coordinates, point(:longitude, :latitude))) <= :kilometres))""";

    void narrow(Selection trips) {
        trips.where(NEAR, Map.of("latitude", latitude, "longitude", longitude, "kilometres", kilometres));
    }
}
