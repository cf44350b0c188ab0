package com.tripsage.gateway.refusal;

/**
 * One thing that is wrong with the input.
 *
 * @param path where, from the operation's variable or argument on: {@code input.flights[0].departureAirport}
 */
public record Violation(String path, String message) {}
