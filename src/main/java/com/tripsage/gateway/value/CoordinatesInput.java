package com.tripsage.gateway.value;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;

/** A point on the globe, as a client gives it. */
public record CoordinatesInput(
        @DecimalMin("-90") @DecimalMax("90") Double latitude,
        @DecimalMin("-180") @DecimalMax("180") Double longitude) {

    /** The text of a {@code point}, which has the longitude first. */
    @Override
    public String toString() {
        return "(" + longitude + "," + latitude + ")";
    }
}
