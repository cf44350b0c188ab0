package com.tripsage.gateway.execution;

/**
 * The data of the result of one event of a subscription.
 *
 * @param lacksObjects whether an object that the event refers to is null
 */
public record EventData(JsonData json, boolean lacksObjects) {}
