package com.tripsage.gateway.refusal;

/**
 * A violation: one thing that is wrong with an input.
 *
 * @param path the place, from the operation's variable or argument on: {@code input.flights[0].departureAirport}
 */
public record Violation(String path, String message) {}
