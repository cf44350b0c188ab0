package com.tripsage.gateway.quota;

import java.util.UUID;

/**
 * The quotas of this node.
 *
 * @param requests operations of a caller
 * @param cost what a caller's operations cost
 * @param texts texts of a caller of which vectors are made at once
 * @param failedAuthentications tokens of an address that did not count
 */
public record Quotas(
        Quota<UUID> requests, Quota<UUID> cost, Quota<UUID> texts, Quota<ClientAddress> failedAuthentications) {}
